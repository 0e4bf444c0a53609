import { expect, test } from 'vitest'
import { madeAt } from './made-at.ts'

test('a date is told as one', () => {
  expect(madeAt('2026-05-01T10:00:00.123456789Z')).toEqual(new Date('2026-05-01T10:00:00.123Z'))
})

test.each(['1970-01-01T00:00:00Z', '1980-01-01T00:00:01Z', '0001-01-01T00:00:00Z'])(
  '%s stands for no date',
  (text) => expect(madeAt(text)).toBe('undated'),
)

test.each([null, '', 'soon'])('%s says nothing', (text) => expect(madeAt(text)).toBeNull())
