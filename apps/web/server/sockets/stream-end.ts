import type { ChannelEnd } from '@berth/protocol'
import { z } from 'zod'

const endSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exit'), code: z.number().nullable(), signal: z.string().nullable() }),
  z.object({ kind: z.literal('error'), code: z.string(), message: z.string() }),
  z.object({ kind: z.literal('closed') }),
])

/** Why a channel ended, out of its last frame. */
export function parseEnd(payload: Uint8Array): ChannelEnd {
  try {
    return endSchema.parse(JSON.parse(Buffer.from(payload).toString('utf8')))
  } catch {
    return { kind: 'closed' } // a last frame without a reason
  }
}

/** Control, or the way to it, went away; what ran goes on, and may be joined again. */
export const LOST: ChannelEnd = {
  kind: 'error',
  code: 'protocol.disconnected',
  message: 'the connection to the node was lost: join again',
}

export const REVOKED: ChannelEnd = {
  kind: 'error',
  code: 'auth.forbidden',
  message: 'you may not do this any more',
}
