import { BerthError, type Clock, type Secret, systemClock } from '@berth/core'
import { type Ticket, ticketSchema } from '@berth/protocol'
import { z } from 'zod'
import { deriveKey, equalBytes, hmacSha256 } from './hmac.ts'

/** Long enough for a busy machine, short enough that a leaked one is worthless. */
const LIFETIME_MS = 30_000

const envelopeSchema = z.strictObject({ ticket: ticketSchema, expires: z.number() })

export type TicketSigner = { sign(ticket: Ticket): string }
export type TicketVerifier = {
  /** Error: auth.token_invalid, for a wrong signature, shape or time. */
  verify(text: string): Ticket
}

/** Signs what web asks of control: `<base64url of the JSON>.<base64url of its HMAC-SHA-256>`, good for 30 s. */
export function createTicketSigner(secret: Secret, clock: Clock = systemClock): TicketSigner {
  const key = deriveKey(secret, 'ticket')
  return {
    sign: (ticket) => {
      const envelope = { ticket, expires: clock.now().getTime() + LIFETIME_MS }
      const body = Buffer.from(JSON.stringify(envelope)).toString('base64url')
      return `${body}.${hmacSha256(key, body).toString('base64url')}`
    },
  }
}

export function createTicketVerifier(secret: Secret, clock: Clock = systemClock): TicketVerifier {
  const key = deriveKey(secret, 'ticket')
  return {
    verify: (text) => {
      const [body = '', signature = '', ...rest] = text.split('.')
      const isOurs =
        rest.length === 0 && equalBytes(hmacSha256(key, body), Buffer.from(signature, 'base64url'))
      const envelope = isOurs ? parseEnvelope(body) : undefined
      if (envelope === undefined || envelope.expires < clock.now().getTime()) {
        throw new BerthError('auth.token_invalid', 'the ticket is not valid, or no longer')
      }
      return envelope.ticket
    },
  }
}

function parseEnvelope(body: string): z.infer<typeof envelopeSchema> | undefined {
  const parsed = envelopeSchema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
  return parsed.success ? parsed.data : undefined
}
