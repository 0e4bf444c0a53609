import { createHash } from 'node:crypto'
import { Agent, request } from 'node:http'
import type { Contestant } from './contestants.ts'

export const sha256 = (bytes: Uint8Array | string) =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`

export type BenchClient = {
  /** Resolves when the whole answer has come. Throws unless it is the status that is wanted. */
  send(method: string, path: string, wanted: number, body?: Uint8Array, type?: string): Promise<string>
  startUpload(): Promise<string>
  pushBlob(bytes: Uint8Array): Promise<string>
  putManifest(reference: string, manifest: object): Promise<void>
  close(): void
}

/** A client that costs little itself: kept connections, nothing looked at but the status and the way to an upload. */
export async function openClient(contestant: Contestant, connections: number): Promise<BenchClient> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const authorization = await contestant.authorization()
  const base = `/v2/${contestant.repository}`
  const send: BenchClient['send'] = (method, path, wanted, body, type = 'application/octet-stream') =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization,
        'content-length': body?.length ?? 0,
        ...(body ? { 'content-type': type } : {}),
      }
      const outgoing = request(new URL(path, contestant.url), { method, agent, headers }, (answer) => {
        answer.resume()
        answer.on('error', reject)
        answer.on('end', () => {
          if (answer.statusCode === wanted) return resolve(answer.headers.location ?? '')
          reject(new Error(`${contestant.name}: ${method} ${path} answered ${answer.statusCode}`))
        })
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  const startUpload = () => send('POST', `${base}/blobs/uploads/`, 202)
  return {
    send,
    startUpload,
    pushBlob: async (bytes) => {
      const digest = sha256(bytes)
      await send('PUT', withDigest(await startUpload(), digest), 201, bytes)
      return digest
    },
    putManifest: async (reference, manifest) => {
      const bytes = Buffer.from(JSON.stringify(manifest))
      await send(
        'PUT',
        `${base}/manifests/${reference}`,
        201,
        bytes,
        'application/vnd.oci.image.manifest.v1+json',
      )
    },
    close: () => agent.destroy(),
  }
}

export function withDigest(location: string, digest: string): string {
  return `${location}${location.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`
}

/** Runs a job for each item, so many at a time. */
export async function eachOf<T>(
  items: readonly T[],
  atOnce: number,
  job: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = [...items]
  const worker = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await job(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
