import { expect, test } from 'vitest'
import { type LifeModel, planLife } from './plan-life.ts'

const HOUR = 3600
const start = new Date('2026-01-01T08:00:00Z')
const times = {
  ...{ expires: 3 * HOUR, overtime: 600, deadline: 5 * HOUR, idle: 900 },
  ...{ orphaned: 2700, overdue: HOUR, archive: 24 * HOUR, delete: 48 * HOUR },
}
const fresh: LifeModel = {
  ...{ state: 'running', requestedAt: start, readyAt: start, activeAt: start, seenAt: start },
  ...{ expiresAt: new Date('2026-01-01T11:00:00Z'), frozenAt: null, stoppedAt: null, archivedAt: null },
  noticedAt: null,
}
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const plan = (changes: Partial<LifeModel>, seconds: number, courseOver = false) =>
  planLife({ ...fresh, ...changes }, { now: after(seconds), times, courseOver })

test('what is used, works or is in sight goes on', () => {
  expect(plan({}, 899)).toBeNull()
  expect(plan({ activeAt: after(1000) }, 1500)).toBeNull()
  expect(plan({ seenAt: after(1000) }, 1500)).toBeNull()
})

test('it is frozen when nobody typed, nothing worked and no page was in sight', () => {
  expect(plan({}, 900)).toEqual({ kind: 'wish', wanted: 'frozen', reason: { kind: 'idle' } })
})

test('without a page for long it is stopped, unless it works', () => {
  expect(plan({}, 2700)).toMatchObject({ wanted: 'stopped', reason: { kind: 'orphaned' } })
  expect(plan({ activeAt: after(2600) }, 2700)).toBeNull()
  expect(plan({ state: 'frozen', frozenAt: after(900) }, 2700)).toMatchObject({ wanted: 'stopped' })
})

test('frozen for long it is stopped, stopped for long archived', () => {
  const seenAt = after(900 + HOUR)
  expect(plan({ state: 'frozen', frozenAt: after(900), seenAt }, 900 + HOUR)).toMatchObject({
    reason: { kind: 'overdue' },
  })
  const stopped = { state: 'stopped', stoppedAt: start, expiresAt: null } as const
  expect(plan(stopped, 24 * HOUR - 1)).toBeNull()
  expect(plan(stopped, 24 * HOUR)).toMatchObject({ wanted: 'archived', reason: { kind: 'unused' } })
})

test('its time is absolute: in use or paused, it ends then, and with its course', () => {
  expect(plan({ activeAt: after(3 * HOUR) }, 3 * HOUR)).toMatchObject({
    wanted: 'archived',
    reason: { kind: 'expired' },
  })
  expect(plan({ state: 'frozen', frozenAt: after(10) }, 3 * HOUR)).toMatchObject({ wanted: 'archived' })
  expect(plan({}, 1, true)).toMatchObject({ wanted: 'archived', reason: { kind: 'course-over' } })
})

test('files go after a notice, which is never skipped', () => {
  const archived = { state: 'archived', archivedAt: start } as const
  expect(plan(archived, 24 * HOUR - 1)).toBeNull()
  expect(plan(archived, 24 * HOUR)).toEqual({ kind: 'notice' })
  expect(plan(archived, 100 * HOUR)).toEqual({ kind: 'notice' })
  const told = { ...archived, noticedAt: after(100 * HOUR) }
  expect(plan(told, 123 * HOUR)).toBeNull()
  expect(plan(told, 124 * HOUR)).toMatchObject({ wanted: 'ended', reason: { kind: 'deleted' } })
})
