import { Secret } from '@berth/core'
import { expect, test } from 'vitest'
import { createTicketSigner, createTicketVerifier } from './ticket.ts'

const secret = new Secret('k'.repeat(43))
let now = 1_000_000
const clock = { now: () => new Date(now) }
const signer = createTicketSigner(secret, clock)
const verifier = createTicketVerifier(secret, clock)
const invalid = expect.objectContaining({ code: 'auth.token_invalid' })

test('a ticket is taken once, and the next one for the same is another', () => {
  const [one, other] = [1, 2].map(() => signer.sign({ act: 'seal', tenantId: 'ten_a' }))
  expect(verifier.verify(one ?? '')).toEqual({ act: 'seal', tenantId: 'ten_a' })
  expect(() => verifier.verify(one ?? '')).toThrow(invalid)
  expect(verifier.verify(other ?? '')).toEqual({ act: 'seal', tenantId: 'ten_a' })
})

test('a ticket says exactly what was signed, for half a minute', () => {
  const text = signer.sign({ act: 'seal', tenantId: 'ten_a' })
  expect(verifier.verify(text)).toEqual({ act: 'seal', tenantId: 'ten_a' })
  now += 31_000
  expect(() => verifier.verify(text)).toThrow(invalid)
})

test('a ticket that was changed, or signed with another key, is refused', () => {
  const [body = '', signature = ''] = signer.sign({ act: 'seal', tenantId: 'ten_a' }).split('.')
  const forged = Buffer.from(body, 'base64url').toString().replace('ten_a', 'ten_b')
  const stranger = createTicketSigner(new Secret('s'.repeat(43)), clock)
  const attempts = [
    `${Buffer.from(forged).toString('base64url')}.${signature}`,
    stranger.sign({ act: 'seal', tenantId: 'ten_a' }),
    body,
    `${body}.`,
    `${body}.${signature}.x`,
    '',
  ]
  for (const text of attempts) expect(() => verifier.verify(text)).toThrow(invalid)
})
