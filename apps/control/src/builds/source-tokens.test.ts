import { Secret } from '@berth/core'
import { expect, test } from 'vitest'
import { createSourceTokens } from './source-tokens.ts'

const invalid = expect.objectContaining({ code: 'auth.token_invalid' })
let now = 1_000_000
const tokens = createSourceTokens({
  masterKey: new Secret('m'.repeat(43)),
  clock: { now: () => new Date(now) },
})

test('a token is good for its own source, and for ten minutes', () => {
  const token = tokens.sign('sha256:aa')
  tokens.check('sha256:aa', token)
  expect(() => tokens.check('sha256:bb', token)).toThrow(invalid)
  now += 11 * 60_000
  expect(() => tokens.check('sha256:aa', token)).toThrow(invalid)
})

test('a token whose time was changed, or that is none, is refused', () => {
  const [, signature = ''] = tokens.sign('sha256:aa').split('.')
  for (const text of [`${now * 2}.${signature}`, signature, '', '.', '1.2.3']) {
    expect(() => tokens.check('sha256:aa', text)).toThrow(invalid)
  }
})
