import type { Outbound } from '@berth/outbound'
import { SPDX_MEDIA_TYPE } from '../spdx.ts'
import { boundedText } from './bounded-text.ts'

const LIMITS = { connectMs: 10_000, firstByteMs: 240_000, totalMs: 300_000, maxBytes: 16 * 1024 * 1024 }

/** Posts the document; the answer's body is the findings. */
export async function askEndpoint(
  { outbound, url }: { readonly outbound: Outbound; readonly url: string },
  document: string,
  signal: AbortSignal,
): Promise<string> {
  const headers = { 'content-type': SPDX_MEDIA_TYPE, accept: 'application/json' }
  const { status, body } = await outbound.request({
    ...{ method: 'POST', url, headers, signal },
    body: document,
    limits: LIMITS,
  })
  const answer = await boundedText(body)
  if (status !== 200) throw new Error(`it answered with ${status}`)
  return answer
}
