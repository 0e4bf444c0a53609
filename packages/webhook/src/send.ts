import { BerthError } from '@berth/core'
import type { Outbound } from '@berth/outbound'
import type { Outcome } from './next-attempt.ts'
import { signatureHeaders } from './sign.ts'

export type Message = {
  readonly id: string
  readonly url: string
  /** null: it is sent without a signature */
  readonly secret: string | null
  readonly event: unknown
  readonly at: Date
}

const LIMITS = { connectMs: 5000, firstByteMs: 10_000, totalMs: 15_000, maxBytes: 64 * 1024 }

/** One attempt: POST in the structured mode of CloudEvents. What the receiver writes back is not read. */
export async function send(outbound: Outbound, message: Message, signal: AbortSignal): Promise<Outcome> {
  const { id, url, secret, at } = message
  const body = JSON.stringify(message.event)
  const signed = secret === null ? { 'webhook-id': id } : signatureHeaders({ id, at, body, secret })
  const headers = { ...signed, 'content-type': 'application/cloudevents+json; charset=utf-8' }
  try {
    const answer = await outbound.request({ method: 'POST', url, headers, body, limits: LIMITS, signal })
    answer.body.destroy()
    return { kind: 'answered', status: answer.status }
  } catch (error) {
    if (error instanceof BerthError) return { kind: 'failed', error: error.code }
    throw error
  }
}
