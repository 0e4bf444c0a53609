import { expect, test } from 'vitest'
import { observedContainerSchema } from './container-spec.ts'

const ENDED = {
  id: 'con_a',
  generation: 1,
  state: 'failed',
  healthy: false,
  address: null,
  startedAt: null,
  endedAt: null,
  restarts: 0,
  nextStartAt: null,
  restartNonce: 0,
}

test('words of a node are cut at their limit instead of holding up the report', () => {
  const report = observedContainerSchema.parse({
    ...ENDED,
    end: { kind: 'start-failed', message: 'x'.repeat(1_000_000) },
    lastLines: ['y'.repeat(1_000_000)],
  })
  expect(report.end).toEqual({ kind: 'start-failed', message: 'x'.repeat(2_000) })
  expect(report.lastLines).toEqual(['y'.repeat(2_000)])
})

test('what PostgreSQL cannot hold is replaced: NUL characters and halves of surrogate pairs', () => {
  const report = observedContainerSchema.parse({
    ...ENDED,
    end: { kind: 'unhealthy', message: 'a\0b' },
    lastLines: [`${'z'.repeat(1_999)}\u{1F600}`, '\uDE00'],
  })
  expect(report.end).toEqual({ kind: 'unhealthy', message: 'a\uFFFDb' })
  expect(report.lastLines).toEqual([`${'z'.repeat(1_999)}\uFFFD`, '\uFFFD'])
})
