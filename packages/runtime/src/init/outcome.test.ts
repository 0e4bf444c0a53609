import { expect, test } from 'vitest'
import { parseSaid } from './outcome.ts'

test('a supervisor says which plan it answers, and what became of it', () => {
  expect(parseSaid('7 started 4211\n')).toEqual({
    number: 7,
    word: { kind: 'started', pid: 4211 },
    pid: 4211,
  })
  expect(parseSaid('0 failed 3 2 1').word).toEqual({ kind: 'failed', operation: 3, errno: 2, detail: 1 })
})

test('the resident process tells what it forked and who has ended', () => {
  expect(parseSaid('7 forked 4211')).toEqual({ number: 7, word: 'forked', pid: 4211 })
  expect(parseSaid('7 refused -1').word).toBe('refused')
  expect(parseSaid('0 gone 4211')).toMatchObject({ word: 'gone', pid: 4211 })
})

test('a supervisor that ended without a word has died', () => {
  expect(parseSaid('').word).toEqual({ kind: 'died' })
})
