import { cronEntrySchema } from '@berth/protocol'
import { describe, expect, test } from 'vitest'
import { admitRun, dueRun, type EntryState, scheduleKey } from './due-run.ts'

const entry = cronEntrySchema.parse({
  name: 'tidy',
  schedule: '*/10 * * * *',
  command: ['tidy'],
  deadlineMs: 15 * 60_000,
})
const at = (time: string) => new Date(`2026-01-05T${time}Z`)
const since = (time: string): EntryState => ({
  schedule: scheduleKey(entry),
  since: at(time),
  pausedAt: null,
})

describe('what is due', () => {
  test('runs at its time, and not twice', () => {
    expect(dueRun(entry, since('11:55:00'), at('11:59:59'))).toBeUndefined()
    expect(dueRun(entry, since('11:55:00'), at('12:00:00'))).toEqual(at('12:00:00'))
    expect(dueRun(entry, since('12:00:00'), at('12:00:01'))).toBeUndefined()
  })

  test('is made up once when it was missed, and only the newest of several', () => {
    expect(dueRun(entry, since('10:00:00'), at('12:04:00'))).toEqual(at('12:00:00'))
  })

  test('is not made up after its deadline', () => {
    const hourly = { ...entry, schedule: '0 * * * *' }
    const state = { ...since('10:30:00'), schedule: scheduleKey(hourly) }
    expect(dueRun(hourly, state, at('11:14:59'))).toEqual(at('11:00:00'))
    expect(dueRun(hourly, state, at('11:15:00'))).toBeUndefined()
  })

  test('is nothing while it is paused, or before its new schedule counts', () => {
    expect(dueRun(entry, { ...since('11:55:00'), pausedAt: at('11:56:00') }, at('12:00:00'))).toBeUndefined()
    expect(dueRun({ ...entry, timezone: 'Asia/Shanghai' }, since('11:55:00'), at('12:00:00'))).toBeUndefined()
  })
})

test('while one runs, entries of each kind do as they say', () => {
  for (const concurrency of ['allow', 'forbid', 'replace'] as const) {
    expect(admitRun({ concurrency }, 0)).toBe('queue')
  }
  expect(admitRun({ concurrency: 'allow' }, 2)).toBe('queue')
  expect(admitRun({ concurrency: 'forbid' }, 1)).toBe('skip')
  expect(admitRun({ concurrency: 'replace' }, 1)).toBe('replace')
})
