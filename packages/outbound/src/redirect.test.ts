import { expect, test } from 'vitest'
import { nextHop } from './redirect.ts'

const url = new URL('https://a.example/v2/')
const headers = { Authorization: 'Basic x', cookie: 'y', accept: 'z' }
const get = { method: 'GET', url, headers } as const

test('on the same origin the credentials go along', () => {
  const hop = nextHop(get, url, { status: 302, headers: { location: '/other' } })
  expect(hop?.url.href).toBe('https://a.example/other')
  expect(hop?.call.headers).toEqual(headers)
})

test.each(['https://b.example/', 'https://a.example:8443/'])('to %s they do not', (location) => {
  const hop = nextHop(get, url, { status: 307, headers: { location } })
  expect(hop?.call.headers).toEqual({ accept: 'z' })
})

test.each([
  'http://a.example/',
  'file:///etc/passwd',
  'https://u:p@b.example/',
  'https://b.example:22/',
  'https://[',
])('an answer that leads to %s is no answer', (location) => {
  expect(() => nextHop(get, url, { status: 301, headers: { location } })).toThrow(
    expect.objectContaining({ code: 'outbound.unreachable' }),
  )
})

test('a POST is not sent again, and an answer that is no redirect is the answer', () => {
  expect(
    nextHop({ ...get, method: 'POST' }, url, { status: 307, headers: { location: '/x' } }),
  ).toBeUndefined()
  expect(nextHop(get, url, { status: 304, headers: { location: '/x' } })).toBeUndefined()
  expect(nextHop(get, url, { status: 302, headers: {} })).toBeUndefined()
})
