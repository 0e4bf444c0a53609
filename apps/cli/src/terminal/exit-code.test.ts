import { expect, test } from 'vitest'
import { exitCodeOf } from './exit-code.ts'

test('an end has the code that a shell would show', () => {
  expect(exitCodeOf({ kind: 'exit', code: 7 })).toBe(7)
  expect(exitCodeOf({ kind: 'signal', signal: 'SIGTERM' })).toBe(143)
  expect(exitCodeOf({ kind: 'oom', limit: 1 })).toBe(137)
  expect(exitCodeOf({ kind: 'stopped', by: 'ada', code: 3, forced: false })).toBe(3)
  expect(exitCodeOf({ kind: 'stopped', by: 'ada', code: null, forced: true })).toBe(137)
  expect(exitCodeOf({ kind: 'node-lost' })).toBeNull()
})
