import { expect, test } from 'vitest'
import { nextLife } from './next-life.ts'
import { type LifeModel, planLife } from './plan-life.ts'

const HOUR = 3600
const start = new Date('2026-01-01T08:00:00Z')
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const times = {
  ...{ expires: 3 * HOUR, overtime: 600, deadline: 5 * HOUR, idle: 900 },
  ...{ orphaned: 2700, overdue: HOUR, archive: 24 * HOUR, delete: 48 * HOUR },
}
const base: LifeModel = {
  ...{ state: 'running', requestedAt: start, readyAt: at(5), activeAt: null, seenAt: null },
  ...{ expiresAt: null, frozenAt: null, stoppedAt: null, archivedAt: null, noticedAt: null },
}
const models: Partial<LifeModel>[] = [
  {},
  { activeAt: at(100) },
  { seenAt: at(2000), activeAt: at(10) },
  { activeAt: at(4000), seenAt: at(20) },
  { expiresAt: at(300) },
  { state: 'frozen', frozenAt: at(900), seenAt: at(800) },
  { state: 'frozen', frozenAt: at(900), seenAt: at(3000) },
  { state: 'stopped', stoppedAt: at(50) },
  { state: 'stopped', stoppedAt: at(50), expiresAt: at(60) },
  { state: 'failed' },
  { state: 'queued', expiresAt: at(60) },
  { state: 'archived', archivedAt: at(7) },
  { state: 'archived', archivedAt: at(7), noticedAt: at(300 * HOUR) },
]

test('nothing happens before the time that was told, and something does then', () => {
  for (const model of models) {
    const one = { ...base, ...model }
    const next = nextLife(one, times)
    expect(next, JSON.stringify(one)).not.toBeNull()
    if (next === null) continue
    const plan = (ms: number) =>
      planLife(one, { now: new Date(next.getTime() + ms), times, courseOver: false })
    expect(plan(-1), JSON.stringify(one)).toBeNull()
    expect(plan(0), JSON.stringify(one)).not.toBeNull()
  }
})

test('what is over, and what waits for its turn, is changed by no time', () => {
  expect(nextLife({ ...base, state: 'ended' }, times)).toBeNull()
  expect(nextLife({ ...base, state: 'queued' }, times)).toBeNull()
})
