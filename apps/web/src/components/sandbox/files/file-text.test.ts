import { expect, test } from 'vitest'
import { bytesOf, textOf } from './file-text.ts'

test('a text comes back as it was, with its mark and its line ends', () => {
  const text = '\uFEFFa\r\n港\n'
  expect(textOf(bytesOf(Buffer.from(text).toString('base64')))).toBe(text)
})

test('what is no text is told', () => {
  expect(textOf(Uint8Array.of(65, 0))).toBeNull()
  expect(textOf(Uint8Array.of(0xff, 0xfe))).toBeNull()
})
