import { expect, test } from 'vitest'
import { createLineBuffer, plainText } from './plain-lines.ts'

test('nothing that steers a terminal gets through', () => {
  expect(plainText('\u001b[31mred\u001b[0m \u001b]0;title\u0007\u001b[2J\ttab\u0008\u009b31m')).toBe(
    'red \ttab31m',
  )
  expect(plainText('10%\r20%\r\ndone')).toBe('10%\n20%\ndone')
})

test('a sequence that is cut in two is still one', () => {
  const lines = createLineBuffer()
  expect(lines.add('a\u001b[3')).toBe('')
  expect(lines.add('1mb\nc')).toBe('ab\n')
  expect(lines.rest()).toBe('c\n')
  expect(lines.rest()).toBe('')
})
