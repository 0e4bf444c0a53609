import { expect, test } from 'vitest'
import { clipScreen } from './clip-screen.ts'

test('a small screen stays as it is', () => {
  expect(clipScreen(['$ ls', '', 'a b'])).toEqual(['$ ls', '', 'a b'])
})

test('the last lines stay, whole characters of them, within 2 KiB', () => {
  const lines = Array.from({ length: 16 }, (_, i) => `${i} ${'𝔸'.repeat(500)}`)
  const kept = clipScreen(lines)
  expect(kept.at(-1)).toBe(`15 ${'𝔸'.repeat(78)}\ufffd`)
  expect(Buffer.byteLength(kept.join('\n'))).toBeLessThanOrEqual(2048)
  expect(kept.join('').isWellFormed()).toBe(true)
})
