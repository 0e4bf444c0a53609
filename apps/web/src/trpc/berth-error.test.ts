import { expect, test } from 'vitest'
import { isPassing, readBerthError } from './berth-error.ts'

test("the platform's error is found where tRPC carries it", () => {
  const berth = { code: 'image.not_found', message: 'image a:1 not found', details: { tags: ['2'] } }
  expect(readBerthError({ data: { berth } })).toEqual(berth)
})

test('an answer without one of our errors is our own fault, no answer means offline', () => {
  expect(readBerthError({ data: { code: 'INTERNAL_SERVER_ERROR' } }).code).toBe('internal.unexpected')
  expect(readBerthError(new TypeError('fetch failed')).code).toBe('offline')
  expect(readBerthError(undefined).code).toBe('offline')
})

test('a code that this page does not know is not shown as if it were known', () => {
  expect(readBerthError({ data: { berth: { code: 'new.code', message: 'x' } } }).code).toBe(
    'internal.unexpected',
  )
})

test('only what may pass by itself is worth another try', () => {
  const of = (code: string) => isPassing(readBerthError({ data: { berth: { code, message: '' } } }))
  expect([of('queue.unavailable'), of('protocol.timeout'), of('app.not_found')]).toEqual([true, true, false])
})
