import { expect, test } from 'vitest'
import { checkOrigin, isFromUs } from './origin.ts'

const url = 'http://localhost:7070'
const check = (method: string, headers: Record<string, string>) => () => checkOrigin({ method, headers }, url)
const refused = expect.objectContaining({ code: 'auth.origin_refused' })

test('a page of ours may change things, another site or an app of a tenant may not', () => {
  expect(check('POST', { origin: url, cookie: 'a=b' })).not.toThrow()
  expect(check('POST', { origin: 'http://evil--acme.localhost:7070', cookie: 'a=b' })).toThrow(refused)
  expect(check('POST', { origin: 'null' })).toThrow(refused)
  expect(check('POST', { 'sec-fetch-site': 'same-site', cookie: 'a=b' })).toThrow(refused)
})

test('without an origin, a cookie is not believed, and a program without one is', () => {
  expect(check('POST', { cookie: 'a=b' })).toThrow(refused)
  expect(check('POST', {})).not.toThrow()
})

test('reading, and requests with a token, may come from anywhere', () => {
  expect(check('GET', { origin: 'http://evil.example', cookie: 'a=b' })).not.toThrow()
  expect(check('POST', { origin: 'http://evil.example', authorization: 'Bearer x' })).not.toThrow()
})

test('a websocket counts as changing things', () => {
  expect(isFromUs({ origin: 'http://evil.example' }, url)).toBe(false)
  expect(isFromUs({ origin: url, cookie: 'a=b' }, url)).toBe(true)
})
