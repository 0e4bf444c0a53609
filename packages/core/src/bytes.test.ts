import { expect, test } from 'vitest'
import { formatBytes, parseBytes } from './bytes.ts'

test('sizes are read as docker reads them', () => {
  expect(parseBytes('256M')).toBe(256 * 1024 ** 2)
  expect(parseBytes('1.5g')).toBe(1.5 * 1024 ** 3)
  expect(parseBytes('512MiB')).toBe(512 * 1024 ** 2)
  expect(parseBytes('1024')).toBe(1024)
  expect(parseBytes('lots')).toBeUndefined()
})

test('sizes are written in binary units', () => {
  expect(formatBytes(64 * 1024 ** 2)).toBe('64 MiB')
  expect(formatBytes(1536)).toBe('1.5 KiB')
})
