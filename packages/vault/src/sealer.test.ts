import { Secret } from '@berth/core'
import { expect, test } from 'vitest'
import { createSealer } from './sealer.ts'

const sealer = createSealer(new Secret('a'.repeat(64)))

test('what was sealed opens again, and looks different each time', () => {
  const sealed = sealer.seal('ten_a', 'pässword')
  expect(sealed).not.toContain('pässword')
  expect(sealed).not.toBe(sealer.seal('ten_a', 'pässword'))
  expect(sealer.open('ten_a', sealed)).toBe('pässword')
  expect(sealer.open('ten_a', sealer.seal('ten_a', ''))).toBe('')
})

test('another tenant, another key, changed or cut bytes do not open', () => {
  const sealed = sealer.seal('ten_a', 'secret')
  const other = createSealer(new Secret('b'.repeat(64)))
  const attempts = [
    () => sealer.open('ten_b', sealed),
    () => other.open('ten_a', sealed),
    () =>
      other.open('ten_a', sealed.replace(/^v1\.[^.]+/, other.seal('x', '').split('.').slice(0, 2).join('.'))),
    () => sealer.open('ten_a', `${sealed.slice(0, -2)}AA`),
    () => sealer.open('ten_a', sealed.slice(0, 20)),
    () => sealer.open('ten_a', 'secret'),
    () => sealer.open('ten_a', ''),
  ]
  for (const attempt of attempts)
    expect(attempt).toThrow(expect.objectContaining({ code: 'vault.decrypt_failed' }))
})
