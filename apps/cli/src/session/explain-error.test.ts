import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { explainError } from './explain-error.ts'

const refused = Object.assign(new Error('connect'), {
  code: 'ECONNREFUSED',
  address: '127.0.0.1',
  port: 7070,
})

test('a refused connection is said in words', () => {
  expect(explainError(new TypeError('fetch failed', { cause: refused }))).toMatchObject({
    message: expect.stringContaining('cannot connect to 127.0.0.1 port 7070'),
  })
})

test('an error of ours keeps its own words, whatever caused it', () => {
  const error = new BerthError('db.unavailable', 'the database is away', { cause: refused })
  expect(explainError(error)).toBe(error)
})
