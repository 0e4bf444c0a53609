import { expect, test } from 'vitest'
import { shortDigest } from './short-digest.ts'

test('of a digest twelve digits are shown, and a tag as it is', () => {
  expect(shortDigest(`acme/hello@sha256:${'0123456789abcdef'.repeat(4)}`)).toBe(
    'acme/hello@sha256:0123456789ab',
  )
  expect(shortDigest('acme/hello:1')).toBe('acme/hello:1')
})
