import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Secret } from './secret.ts'

test('a secret prints as [redacted] wherever it ends up', () => {
  const secret = new Secret('hunter2hunter2')
  const printed = [String(secret), secret.toString(), JSON.stringify({ secret }), inspect({ secret })]
  for (const text of printed) {
    expect(text).toContain('[redacted]')
    expect(text).not.toContain('hunter2')
  }
  expect(secret.reveal()).toBe('hunter2hunter2')
})
