import { z } from 'zod'
import type { Catalog } from './message.ts'

/** A place in the log of one container: its segment, and the offset of a record in it. */
export const logPlaceSchema = z.strictObject({
  segment: z.number().int().min(0),
  offset: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
})

export type LogPlace = z.infer<typeof logPlaceSchema>

/** Packed, as base64. */
const MAX_DATA = 4 * 1024 * 1024

/** How the log of a container comes to control, to outlive it. */
export const logMessages = {
  /** Up to where each is kept; one that is missing is not, and need not be sent. */
  'logs.places': {
    request: z.strictObject({ ids: z.array(z.string()).max(1000) }),
    reply: z.strictObject({ places: z.record(z.string(), logPlaceSchema) }),
  },
  /**
   * Whole lines that follow what is kept, gzipped: one JSON object (`at`, `stream`, `text`) a line. Answered with the
   * place that is to come next, when it is stored.
   */
  'logs.keep': {
    request: z.strictObject({
      id: z.string(),
      start: logPlaceSchema,
      end: logPlaceSchema,
      from: z.iso.datetime(),
      to: z.iso.datetime(),
      lines: z.number().int().min(1),
      data: z.base64().max(MAX_DATA),
    }),
    reply: z.strictObject({ next: logPlaceSchema }),
  },
} as const satisfies Catalog

export type LogPiece = z.infer<(typeof logMessages)['logs.keep']['request']>
