import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { explainError } from './explain-error.ts'
import { Unreachable } from './unreachable.ts'

test('what could not be reached is said without the words around it', () => {
  const unreachable = new Unreachable('cannot connect to localhost:1')
  expect(explainError(new Error('fetch failed', { cause: unreachable }))).toBe(unreachable)
})

test('what the system says of a file becomes a sentence', () => {
  const refused = Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'open', path: '/none' })
  expect(explainError(refused)).toMatchObject({ message: '/none: there is no such file or folder here' })
})

test('an error of ours keeps its own words, whatever caused it', () => {
  const error = new BerthError('db.unavailable', 'the database is away', { cause: new Unreachable('no') })
  expect(explainError(error)).toBe(error)
})
