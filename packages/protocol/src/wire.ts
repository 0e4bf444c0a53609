import { z } from 'zod'

/** One ordered, reliable stream of messages: a websocket, or a pair of queues in a test. */
export type Wire = {
  send(data: string | Uint8Array): void
  onMessage(listener: (data: string | Uint8Array) => void): void
  /** Called once, also when this side closed it. */
  onClose(listener: () => void): void
  close(): void
}

/** What a text message is: a call, or the one acknowledgement of a call. Binary messages are frames of channel.ts. */
export const envelopeSchema = z.discriminatedUnion('t', [
  z.strictObject({
    t: z.literal('call'),
    v: z.number().int(),
    id: z.number().int(),
    name: z.string(),
    body: z.unknown(),
  }),
  z.strictObject({ t: z.literal('done'), id: z.number().int(), body: z.unknown() }),
  z.strictObject({
    t: z.literal('failed'),
    id: z.number().int(),
    error: z.object({
      code: z.string(),
      message: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
])

export type Envelope = z.infer<typeof envelopeSchema>

/** Undefined when the text is not an envelope: the other side does not speak our language. */
export function parseEnvelope(text: string): Envelope | undefined {
  try {
    return envelopeSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined // not JSON
  }
}
