import { expect, test } from 'vitest'
import { checkSchedule, lastTime, nextTimes } from './schedule.ts'

const now = new Date('2026-03-28T12:00:00Z')
const utc = (schedule: string) => ({ schedule, timezone: 'UTC' })
const refusal =
  (schedule: string, timezone = 'UTC') =>
  () =>
    checkSchedule({ schedule, timezone }, now)

test('five fields and names of usual times are schedules', () => {
  for (const schedule of ['*/15 * * * *', '0 3 * * mon-fri', '@daily', '@hourly', '5,35 0-6 1 */2 *']) {
    expect(refusal(schedule)).not.toThrow()
  }
})

test('what is none is refused, with what is wrong', () => {
  expect(refusal('* * * *')).toThrow('use five fields')
  expect(refusal('* * * * * *')).toThrow('use five fields')
  expect(refusal('@reboot')).toThrow('use five fields')
  expect(refusal('2026-01-01T00:00:00Z')).toThrow('use five fields')
  expect(refusal('61 * * * *')).toThrow('is not valid')
  expect(refusal('0 0 30 2 *')).toThrow('never due')
  expect(refusal('@daily', 'Mars/Olympus')).toThrow('there is no timezone')
})

test('times lie strictly after a moment, or at it at the latest', () => {
  expect(nextTimes(utc('0 * * * *'), now, 2)).toEqual([
    new Date('2026-03-28T13:00:00Z'),
    new Date('2026-03-28T14:00:00Z'),
  ])
  expect(lastTime(utc('0 * * * *'), now)).toEqual(now)
  expect(lastTime(utc('0 * * * *'), new Date('2026-03-28T12:59:59Z'))).toEqual(now)
})

test('a time zone moves them, also over the day when its clocks change', () => {
  const berlin = { schedule: '0 12 * * *', timezone: 'Europe/Berlin' }
  expect(nextTimes(berlin, now, 2)).toEqual([
    new Date('2026-03-29T10:00:00Z'),
    new Date('2026-03-30T10:00:00Z'),
  ])
  // 02:30 does not exist on that night: it is due once all the same
  expect(nextTimes({ schedule: '30 2 * * *', timezone: 'Europe/Berlin' }, now, 1)).toHaveLength(1)
})
