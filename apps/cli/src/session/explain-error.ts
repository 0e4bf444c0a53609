import { BerthError, fromWireError } from '@berth/core'
import { z } from 'zod'
import { describeSystemError } from './system-error.ts'
import { Unreachable } from './unreachable.ts'

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
  if (error instanceof Error && error.cause instanceof Unreachable) return error.cause
  return describeSystemError(error) ?? error
}
