import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OCI_CONFIG, OCI_INDEX, OCI_LAYER, OCI_MANIFEST, sha256 } from './client.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** An upstream that has a few images, and does whatever a test makes of it. */
export type FakeUpstream = {
  readonly url: string
  readonly host: string
  /** `GET /v2/…` of everything that it was asked */
  readonly asked: string[]
  /** what of `Authorization` came with each */
  readonly credentials: string[]
  /** answers instead of the upstream, for paths that fit; the latest wins */
  misbehave(path: RegExp, answer: Answer): void
  behave(): void
  /** an image with one layer under a tag; a tag that was there moves */
  addImage(repository: string, tag: string, layer: Buffer): FakeImage
  addIndex(repository: string, tag: string, manifests: readonly Descriptor[]): void
  close(): void
}

type Descriptor = { readonly mediaType: string; readonly digest: string; readonly size: number }

export type FakeImage = {
  readonly digest: string
  readonly descriptor: Descriptor
  readonly layer: string
  readonly config: string
}

export async function startFakeUpstream(): Promise<FakeUpstream> {
  const contents = new Map<
    string,
    { readonly type: string; readonly bytes: Buffer; readonly digest: string }
  >()
  const [asked, credentials]: [string[], string[]] = [[], []]
  let tricks: { path: RegExp; answer: Answer }[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(`${request.method} ${path}`)
    credentials.push(request.headers.authorization ?? '')
    const trick = tricks.findLast((one) => one.path.test(path))
    if (trick) return trick.answer(request, response)
    if (path === '/v2/') return void response.writeHead(200).end('{}')
    const content = contents.get(path)
    if (!content) return void response.writeHead(404).end()
    response.writeHead(200, {
      'content-type': content.type,
      'content-length': content.bytes.length,
      'docker-content-digest': content.digest,
    })
    response.end(request.method === 'HEAD' ? undefined : content.bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const put = (path: string, type: string, bytes: Buffer) => {
    const digest = sha256(bytes)
    contents.set(path.replace('DIGEST', digest), { type, bytes, digest })
    return { mediaType: type, digest, size: bytes.length }
  }
  return {
    url: `http://${host}`,
    host,
    asked,
    credentials,
    misbehave: (path, answer) => void tricks.push({ path, answer }),
    behave: () => {
      tricks = []
    },
    addImage: (repository, tag, layerBytes) => {
      const at = (rest: string) => `/v2/${repository}/${rest}`
      const layer = put(at('blobs/DIGEST'), OCI_LAYER, layerBytes)
      const settings = {
        architecture: 'amd64',
        os: 'linux',
        author: layer.digest,
        rootfs: { type: 'layers', diff_ids: [] },
      }
      const config = put(at('blobs/DIGEST'), OCI_CONFIG, Buffer.from(JSON.stringify(settings)))
      const manifest = { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [layer] }
      const bytes = Buffer.from(JSON.stringify(manifest))
      const descriptor = put(at('manifests/DIGEST'), OCI_MANIFEST, bytes)
      put(at(`manifests/${tag}`), OCI_MANIFEST, bytes)
      return { digest: descriptor.digest, descriptor, layer: layer.digest, config: config.digest }
    },
    addIndex: (repository, tag, manifests) => {
      const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests }
      const bytes = Buffer.from(JSON.stringify(index))
      put(`/v2/${repository}/manifests/DIGEST`, OCI_INDEX, bytes)
      put(`/v2/${repository}/manifests/${tag}`, OCI_INDEX, bytes)
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
