import { expect, test } from 'vitest'
import { beyond, nextDue } from './next-due.ts'

const at = (text: string) => new Date(`2026-03-${text}:00Z`)

test('the next one comes in step with the first, however long nobody looked', () => {
  expect(nextDue('daily', at('01T10:00'), at('01T10:00'))).toEqual(at('02T10:00'))
  expect(nextDue('daily', at('01T10:00'), at('01T23:59'))).toEqual(at('02T10:00'))
  expect(nextDue('daily', at('01T10:00'), at('04T11:00'))).toEqual(at('05T10:00'))
  expect(nextDue('weekly', at('01T10:00'), at('09T10:00'))).toEqual(at('15T10:00'))
})

test('the newest stay', () => {
  const ready = [{ number: 3 }, { number: 9 }, { number: 5 }]
  expect(beyond(ready, 2)).toEqual([{ number: 3 }])
  expect(beyond(ready, 3)).toEqual([])
})
