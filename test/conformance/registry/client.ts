import { createHash } from 'node:crypto'

/** A registry under test. `headers` are what authorises the named actions in a repository. */
export type Target = {
  readonly url: string
  headers(repository: string): Promise<Record<string, string>>
  /** a repository that no other test uses */
  repository(): string
}

export const sha256 = (bytes: Uint8Array | string) =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`
export const sha512 = (bytes: Uint8Array | string) =>
  `sha512:${createHash('sha512').update(bytes).digest('hex')}`

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'
export const OCI_CONFIG = 'application/vnd.oci.image.config.v1+json'
export const OCI_LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip'

export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly body: Buffer
  json(): unknown
}

/** The few calls that every test is made of. */
export function clientOf(target: Target, repository = target.repository()) {
  const call = async (
    method: string,
    path: string,
    options: { headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer> | string } = {},
  ): Promise<Answer> => {
    const response = await fetch(new URL(path, target.url), {
      method,
      headers: { ...(await target.headers(repository)), ...options.headers },
      redirect: 'manual',
      ...(options.body === undefined ? {} : { body: options.body }),
    })
    const body = Buffer.from(await response.arrayBuffer())
    return {
      status: response.status,
      headers: response.headers,
      body,
      json: () => JSON.parse(body.toString()),
    }
  }
  const at = (rest: string) => `/v2/${repository}/${rest}`

  const startUpload = async () => {
    const answer = await call('POST', at('blobs/uploads/'))
    return answer.headers.get('location') ?? ''
  }
  const finish = (location: string, digest: string, body?: Uint8Array<ArrayBuffer>) =>
    call('PUT', withQuery(location, { digest }), {
      headers: { 'content-type': 'application/octet-stream' },
      ...(body ? { body } : {}),
    })
  const pushBlob = async (bytes: Uint8Array<ArrayBuffer>, digest = sha256(bytes)) => {
    const answer = await finish(await startUpload(), digest, bytes)
    return { mediaType: OCI_LAYER, digest, size: bytes.length, status: answer.status }
  }
  const putManifest = (reference: string, manifest: unknown, type = OCI_MANIFEST) =>
    call('PUT', at(`manifests/${reference}`), {
      headers: { 'content-type': type },
      body: typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
    })
  /** A small image under a tag; returns its manifest's bytes and digest. */
  const pushImage = async (reference: string, extra: Record<string, unknown> = {}, seed = reference) => {
    const config = Buffer.from(
      JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        author: seed,
        rootfs: { type: 'layers', diff_ids: [] },
      }),
    )
    const layer = await pushBlob(Buffer.from(`layer of ${seed}`))
    const { status: _, ...configDescriptor } = { ...(await pushBlob(config)), mediaType: OCI_CONFIG }
    const { status: __, ...layerDescriptor } = layer
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: configDescriptor,
      layers: [layerDescriptor],
      ...extra,
    })
    const answer = await putManifest(reference === '' ? sha256(manifest) : reference, manifest)
    return { manifest, digest: sha256(manifest), answer, layer: layerDescriptor, config: configDescriptor }
  }
  return { repository, call, at, startUpload, finish, pushBlob, putManifest, pushImage }
}

export function withQuery(location: string, query: Record<string, string>): string {
  const separator = location.includes('?') ? '&' : '?'
  return `${location}${separator}${new URLSearchParams(query)}`
}
