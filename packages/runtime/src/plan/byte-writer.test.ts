import { expect, test } from 'vitest'
import { createByteWriter } from './byte-writer.ts'

test('what is written keeps its place while the memory grows', () => {
  const writer = createByteWriter()
  const long = 'ä'.repeat(40_000)
  writer.sized(() => {
    writer.u16(0x0102)
    writer.text(long)
    writer.bytes(new Uint8Array(70_000).fill(7))
    writer.u64(2n ** 63n)
  })
  const bytes = writer.taken()
  expect(bytes.length).toBe(4 + 2 + 4 + 80_000 + 1 + 4 + 70_000 + 8)
  expect(bytes.readUInt32LE(0)).toBe(bytes.length - 4)
  expect(bytes.readUInt16LE(4)).toBe(0x0102)
  expect(bytes.readUInt32LE(6)).toBe(80_000)
  expect(bytes.toString('utf8', 10, 80_010)).toBe(long)
  expect(bytes[80_010]).toBe(0)
  expect(bytes.subarray(80_015, 150_015).every((byte) => byte === 7)).toBe(true)
  expect(bytes.readBigUInt64LE(150_015)).toBe(2n ** 63n)
})

test('a half of a pair of units, which is no text, becomes the sign for it', () => {
  const writer = createByteWriter()
  writer.text('\ud800')
  expect(writer.taken().toString('hex')).toBe('03000000efbfbd00')
})

test('an empty text is its NUL', () => {
  const writer = createByteWriter()
  writer.text('')
  expect(writer.taken().toString('hex')).toBe('0000000000')
})
