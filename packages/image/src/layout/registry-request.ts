import { type ClientRequest, type IncomingHttpHeaders, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import { BerthError } from '@berth/core'

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }

export type RegistryRequest = {
  readonly method: string
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  /** made anew for each attempt */
  readonly body?: () => Readable | Buffer
  readonly socketPath?: string
}

const SILENCE_MS = 60_000

/** One HTTP request with a short answer. Error: image.push_failed when the registry cannot be reached. */
export async function sendRequest(wanted: RegistryRequest): Promise<Answer> {
  const { socketPath } = wanted
  // a socket of this machine speaks http, whatever the address that an answer of it named
  const open = wanted.url.protocol === 'https:' && !socketPath ? httpsRequest : httpRequest
  const sent = open(wanted.url, {
    method: wanted.method,
    headers: { ...wanted.headers },
    ...(socketPath ? { socketPath, protocol: 'http:' } : {}),
  })
  sent.setTimeout(SILENCE_MS, () => sent.destroy(new Error(`no answer for ${SILENCE_MS / 1000} s`)))
  const answered = new Promise<Answer>((resolve, reject) => {
    sent.on('error', reject)
    sent.on('response', (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      )
    })
  })
  upload(wanted.body?.(), sent)
  try {
    return await answered
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new BerthError(
      'image.push_failed',
      `the registry at ${wanted.url.host} cannot be reached: ${why}`,
      { cause },
    )
  }
}

function upload(body: Readable | Buffer | undefined, sent: ClientRequest): void {
  if (body instanceof Readable) {
    // a registry may refuse before it has read everything: its answer counts, not the broken upload
    pipeline(body, sent).catch(() => undefined)
  } else {
    sent.end(body)
  }
}
