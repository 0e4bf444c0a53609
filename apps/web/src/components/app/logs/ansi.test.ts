import { expect, test } from 'vitest'
import { parseAnsi, plainText } from './ansi.ts'

test('a plain line is one span', () => {
  expect(parseAnsi('hello')).toEqual([{ text: 'hello', color: null, bold: false }])
})

test('colours and bold become data, a reset ends them', () => {
  expect(parseAnsi('a\u001b[1;31mb\u001b[0mc')).toEqual([
    { text: 'a', color: null, bold: false },
    { text: 'b', color: 'red', bold: true },
    { text: 'c', color: null, bold: false },
  ])
})

test('cursor movements, titles and other control characters are left out', () => {
  expect(plainText('\u001b[2Ka\u001b]0;title\u0007b\rc\u001b[32md')).toBe('abcd')
})

test('a palette colour that is not one of the sixteen changes nothing', () => {
  expect(parseAnsi('\u001b[38;5;1mx')).toEqual([{ text: 'x', color: null, bold: false }])
})
