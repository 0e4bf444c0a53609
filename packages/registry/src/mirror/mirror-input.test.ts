import { expect, test } from 'vitest'
import { checkMirrorInput, checkPrefix, type MirrorInput } from './mirror-input.ts'

const input: MirrorInput = {
  url: 'https://registry-1.docker.io',
  namespaces: [],
  username: null,
  realms: [],
  plainHttp: false,
  ttlSeconds: 300,
  maxBytes: 1,
  enabled: true,
}
const refused = (field: string) => expect.objectContaining({ code: 'input.invalid', details: { field } })

test('an address is kept as its origin, names in lower case and once', () => {
  const checked = checkMirrorInput({
    ...input,
    url: 'https://Registry.Example:5000/',
    namespaces: ['Docker.io', ' docker.io'],
    username: '',
  })
  expect(checked).toMatchObject({
    url: 'https://registry.example:5000',
    namespaces: ['docker.io'],
    username: null,
  })
})

test.each([
  'ftp://a.example',
  'a.example',
  'https://user:pass@a.example',
  'https://a.example/v2/',
  'https://a.example/?x=1',
  'http://a.example',
  'http://127.0.0.1:5000',
])('%s is refused as an address', (url) => {
  expect(() => checkMirrorInput({ ...input, url })).toThrow(refused('url'))
})

test('plain http is for the loopback, when it is allowed', () => {
  const local = { ...input, url: 'http://127.0.0.1:5000', plainHttp: true }
  expect(checkMirrorInput(local).url).toBe('http://127.0.0.1:5000')
  expect(() => checkMirrorInput({ ...local, url: 'http://10.0.0.1' })).toThrow(refused('url'))
})

test('what is no host, no user and no prefix is refused', () => {
  expect(() => checkMirrorInput({ ...input, realms: ['https://a.example'] })).toThrow(refused('realms'))
  expect(() => checkMirrorInput({ ...input, namespaces: ['a b'] })).toThrow(refused('namespaces'))
  expect(() => checkMirrorInput({ ...input, username: 'a:b' })).toThrow(refused('username'))
  expect(checkPrefix('k8s')).toBe('k8s')
  for (const prefix of ['', 'A', 'a/b', 'a--b', '-a', 'x'.repeat(33)])
    expect(() => checkPrefix(prefix)).toThrow(refused('prefix'))
})
