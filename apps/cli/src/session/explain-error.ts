import { BerthError, fromWireError } from '@berth/core'
import { z } from 'zod'

/** Where tRPC's error carries ours. */
const wireSchema = z.object({
  data: z.object({
    berth: z.object({
      code: z.string(),
      message: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
})

/** Ours, out of what the API client threw; anything else stays as it is. */
export function explainError(error: unknown): unknown {
  if (error instanceof BerthError) return error
  const wire = wireSchema.safeParse(error)
  if (wire.success) return fromWireError(wire.data.data.berth)
  const address = refusedAddress(error)
  return address === undefined
    ? error
    : new Error(`cannot connect to ${address}: is the platform running, and the address right?`)
}

/** Node's fetch hides in its causes what the system said. */
function refusedAddress(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, address, port, hostname } = cause as {
      code?: string
      address?: string
      port?: number
      hostname?: string
    }
    if (code === 'ECONNREFUSED') return address ? `${address} port ${port}` : 'the platform'
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return hostname ?? 'the platform'
  }
  return undefined
}
