import { expect, test } from 'vitest'
import { scheduleWords } from './schedule-words.ts'

test.each([
  ['* * * * *', { kind: 'minute' }],
  ['*/15 * * * *', { kind: 'minutes', every: 15 }],
  ['5 * * * *', { kind: 'hour', minute: 5 }],
  ['0 */6 * * *', { kind: 'hours', every: 6, minute: 0 }],
  ['30 3 * * *', { kind: 'day', time: '03:30' }],
  ['0 9 * * 1-5', { kind: 'workdays', time: '09:00' }],
  ['0 9 * * 7', { kind: 'week', day: 0, time: '09:00' }],
  ['0 0 1 * *', { kind: 'month', date: 1, time: '00:00' }],
  ['@yearly', { kind: 'year', month: 1, date: 1, time: '00:00' }],
  [' @daily ', { kind: 'day', time: '00:00' }],
])('%s has words', (schedule, words) => {
  expect(scheduleWords(schedule)).toEqual(words)
})

test.each([
  '',
  '*/7 * * * *',
  '0 3,9 * * *',
  '0 3 13 * 5',
  '0 3 0 * *',
  '61 * * * *',
  '* * * * * *',
  '@reboot',
  '0 9 * * MON',
])('"%s" is shown as it is written', (schedule) => expect(scheduleWords(schedule)).toBeNull())
