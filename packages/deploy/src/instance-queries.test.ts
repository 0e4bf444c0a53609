import { expect, test } from 'vitest'
import { reasonOf } from './instance-queries.ts'

const oom = { kind: 'oom', limit: 64 * 1024 ** 2 } as const

test('what runs, or is about to, has no reason, however it ended before', () => {
  expect(reasonOf('running', oom)).toBeNull()
  expect(reasonOf('starting', oom)).toBeNull()
})

test('what waits for its next start, or rests, says how it ended', () => {
  expect(reasonOf('backoff', oom)).toContain('out of memory')
  expect(reasonOf('stopped', oom)).toContain('64 MiB')
  expect(reasonOf('stopped', null)).toBeNull()
})
