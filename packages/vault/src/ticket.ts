import { randomUUID } from 'node:crypto'
import { BerthError, type Clock, type Secret, systemClock } from '@berth/core'
import { type Ticket, ticketSchema } from '@berth/protocol'
import { z } from 'zod'
import { deriveKey, equalBytes, hmacSha256 } from './hmac.ts'

/** Long enough for a busy machine, short enough that a leaked one is worthless. */
const LIFETIME_MS = 30_000

const envelopeSchema = z.strictObject({ ticket: ticketSchema, expires: z.number(), nonce: z.string() })

export type TicketSigner = { sign(ticket: Ticket): string }
export type TicketVerifier = {
  /** Takes a ticket once. Error: auth.token_invalid, for a wrong signature, shape or time, and for one seen before. */
  verify(text: string): Ticket
}

/** Signs what web asks of control: `<base64url of the JSON>.<base64url of its HMAC-SHA-256>`, good once, for 30 s. */
export function createTicketSigner(secret: Secret, clock: Clock = systemClock): TicketSigner {
  const key = deriveKey(secret, 'ticket')
  return {
    sign: (ticket) => {
      const envelope = { ticket, expires: clock.now().getTime() + LIFETIME_MS, nonce: randomUUID() }
      const body = Buffer.from(JSON.stringify(envelope)).toString('base64url')
      return `${body}.${hmacSha256(key, body).toString('base64url')}`
    },
  }
}

export function createTicketVerifier(secret: Secret, clock: Clock = systemClock): TicketVerifier {
  const key = deriveKey(secret, 'ticket')
  const used = createUsedOnce()
  return {
    verify: (text) => {
      const [body = '', signature = '', ...rest] = text.split('.')
      const isOurs =
        rest.length === 0 && equalBytes(hmacSha256(key, body), Buffer.from(signature, 'base64url'))
      const envelope = isOurs ? parseEnvelope(body) : undefined
      const now = clock.now().getTime()
      if (envelope === undefined || envelope.expires < now || !used.take(envelope, now)) {
        throw new BerthError('auth.token_invalid', 'the ticket is not valid, or no longer')
      }
      return envelope.ticket
    },
  }
}

type Envelope = z.infer<typeof envelopeSchema>

/** What was used is remembered until it would have expired: signed ones only, so that nobody else fills it. */
function createUsedOnce() {
  const expiries = new Map<string, number>()
  return {
    /** False for a ticket that was taken before. */
    take({ nonce, expires }: Envelope, now: number): boolean {
      for (const [old, until] of expiries) {
        if (until >= now) break // signed in about this order
        expiries.delete(old)
      }
      if (expiries.has(nonce)) return false
      expiries.set(nonce, expires)
      return true
    },
  }
}

function parseEnvelope(body: string): Envelope | undefined {
  const parsed = envelopeSchema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
  return parsed.success ? parsed.data : undefined
}
