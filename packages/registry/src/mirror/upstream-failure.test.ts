import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { allowsStale, asUpstreamFailure, upstreamFailure } from './upstream-failure.ts'

const asked = { host: 'hub.example', what: 'a/b:1' }
const failure = (status: number, headers: Record<string, string> = {}) =>
  upstreamFailure({ status, headers }, asked)

test('only a 404 is "there is none"', () => {
  expect(failure(404)).toBeUndefined()
  for (const status of [400, 401, 403, 410, 429, 500, 502, 503])
    expect(failure(status)).toBeInstanceOf(BerthError)
})

test.each([
  [401, 'mirror.upstream_refused', false],
  [403, 'mirror.upstream_refused', false],
  [429, 'mirror.upstream_busy', true],
  [500, 'mirror.upstream_failed', true],
  [503, 'mirror.upstream_failed', true],
])('%i is %s', (status, code, stale) => {
  const error = failure(status)
  expect(error?.code).toBe(code)
  expect(error && allowsStale(error)).toBe(stale)
})

test('how long to wait is passed on in seconds, from a number or a date, within an hour', () => {
  expect(failure(429, { 'retry-after': '77' })?.details).toMatchObject({ retryAfter: 77 })
  expect(failure(429)?.details).toMatchObject({ retryAfter: 60 })
  expect(failure(429, { 'retry-after': '99999' })?.details).toMatchObject({ retryAfter: 3600 })
  const date = new Date(Date.now() + 30_000).toUTCString()
  const retryAfter = Number(failure(429, { 'retry-after': date })?.details['retryAfter'])
  expect(retryAfter).toBeGreaterThan(20)
  expect(retryAfter).toBeLessThan(32)
})

test('a connection that broke says nothing of where it led', () => {
  const broken = asUpstreamFailure('hub.example', new Error('ECONNREFUSED 10.0.0.7:443'))
  expect([broken.code, broken.message]).toEqual([
    'mirror.upstream_failed',
    'hub.example: the connection broke',
  ])
})
