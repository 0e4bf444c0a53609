import { expect, test } from 'vitest'
import { bytesOf, textOf, toLf, withLineEnds } from './file-text.ts'

test('a text comes back as it was, with its mark and its line ends', () => {
  const text = '\uFEFFa\r\n港\n'
  expect(textOf(bytesOf(Buffer.from(text).toString('base64')))).toBe(text)
})

test('what is no text is told', () => {
  expect(textOf(Uint8Array.of(65, 0))).toBeNull()
  expect(textOf(Uint8Array.of(0xff, 0xfe))).toBeNull()
})

test('lines end as those of the file did', () => {
  expect(withLineEnds('a\nb\n', 'x\r\ny\r\n')).toBe('a\r\nb\r\n')
  expect(withLineEnds('a\r\nb\n', 'x\r\n')).toBe('a\r\nb\r\n')
  expect(withLineEnds('a\nb\n', 'x\ny\r\n')).toBe('a\nb\n')
  expect(withLineEnds('a\n', '')).toBe('a\n')
  expect(toLf('a\r\nb\n')).toBe('a\nb\n')
})
