import { createHash } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { BuildFailed } from '../build-failed.ts'

const SILENCE_MS = 60_000

/**
 * The bytes of a source as control sends them; the last piece is followed by the verdict on size and digest. Error:
 * BuildFailed.
 */
export async function* fetchArchive(options: {
  readonly url: string
  readonly token: string
  readonly digest: string
  readonly size: number
  readonly socketPath?: string | undefined
  readonly signal: AbortSignal
}): AsyncGenerator<Buffer> {
  const { digest, size } = options
  const answer = await ask(options)
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > size) break
    hash.update(chunk)
    yield chunk
  }
  if (bytes === size && `sha256:${hash.digest('hex')}` === digest) return
  throw new BuildFailed({
    kind: 'source',
    message: 'the source did not arrive as it was uploaded: build again',
  })
}

async function ask(options: Parameters<typeof fetchArchive>[0]): Promise<IncomingMessage> {
  const { url, token, socketPath, signal } = options
  // a socket of this machine speaks http, whatever the platform's address begins with
  const open = url.startsWith('https:') && socketPath === undefined ? httpsRequest : httpRequest
  const sent = open(url, {
    headers: { authorization: `Bearer ${token}` },
    signal,
    timeout: SILENCE_MS,
    ...(socketPath === undefined ? {} : { socketPath, protocol: 'http:' }),
  })
  sent.on('timeout', () => sent.destroy(new Error(`no answer for ${SILENCE_MS / 1000} s`)))
  sent.end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  if (answer.statusCode === 200) return answer
  answer.destroy()
  throw new BuildFailed({
    kind: 'source',
    message: `the source cannot be had: control answered ${answer.statusCode}`,
  })
}
