import { expect, test } from 'vitest'
import { pathBytes, pathText } from './path-text.ts'

test.each([
  ['/etc/passwd', Buffer.from('/etc/passwd')],
  ['/家/😀', Buffer.from('/家/😀')],
  ['/\ufffd', Buffer.from('/\ufffd')],
  ['/a\udcff\udce9b', Buffer.from([0x2f, 0x61, 0xff, 0xe9, 0x62])],
  ['/\udce5\udcae', Buffer.from([0x2f, 0xe5, 0xae])],
  ['/\udced\udcb2\udc80', Buffer.from([0x2f, 0xed, 0xb2, 0x80])],
])('%j is the same bytes there and back', (text, bytes) => {
  expect(pathText(bytes)).toBe(text)
  expect(pathBytes(text)).toEqual(bytes)
})
