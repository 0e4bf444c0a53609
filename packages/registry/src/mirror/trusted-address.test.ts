import { expect, test } from 'vitest'
import { isSecure, isTrustedRealm } from './trusted-address.ts'

type Trust = Parameters<typeof isTrustedRealm>[1]

const hub: Trust = { url: 'https://registry-1.docker.io', realms: [], plainHttp: false }
const trusts = (realm: string, upstream: Partial<Trust> = {}) =>
  isTrustedRealm(new URL(realm), { ...hub, ...upstream })

test.each<[string, Partial<Trust>]>([
  ['https://auth.docker.io/token', {}],
  ['https://registry-1.docker.io/token', {}],
  ['https://login.example.org/token', { realms: ['login.example.org'] }],
  ['https://b.example.co.uk/token', { url: 'https://a.example.co.uk' }],
  ['http://127.0.0.1:5000/token', { url: 'http://127.0.0.1:5000', plainHttp: true }],
])('%s may be sent the login', (realm, upstream) => expect(trusts(realm, upstream)).toBe(true))

test.each<[string, Partial<Trust>]>([
  ['https://docker.io.evil.example/token', {}],
  ['https://evil.example/token?x=docker.io', {}],
  ['http://auth.docker.io/token', {}],
  ['http://auth.docker.io/token', { plainHttp: true }],
  ['https://other.co.uk/token', { url: 'https://registry.co.uk' }],
  ['https://mine.github.io/token', { url: 'https://yours.github.io' }],
  ['https://10.0.0.9/token', { url: 'https://10.0.0.8' }],
  ['http://127.0.0.1:5001/token', { url: 'http://127.0.0.1:5000', plainHttp: true }],
  ['https://sub.login.example.org/token', { realms: ['login.example.org'] }],
])('%s may not', (realm, upstream) => expect(trusts(realm, upstream)).toBe(false))

test('without TLS only the loopback, and only when it was allowed', () => {
  const secure = (url: string, plainHttp: boolean) => isSecure(new URL(url), { plainHttp })
  expect(secure('https://a.example', false)).toBe(true)
  expect(secure('http://127.0.0.1', true)).toBe(true)
  expect(secure('http://[::1]:5000', true)).toBe(true)
  expect(secure('http://127.0.0.1', false)).toBe(false)
  expect(secure('http://127.0.0.1.evil.example', true)).toBe(false)
  expect(secure('http://10.0.0.1', true)).toBe(false)
})
