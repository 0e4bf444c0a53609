import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { BerthError } from '@berth/core'
import { type Descriptor, type ImageConfig, MEDIA_TYPES } from '@berth/oci'
import { type PushTarget, registryClient, type RegistryClient } from './registry-client.ts'

/** A layer of an image that is pushed, and where it comes from when the registry has not got it there. */
export type PushLayer = {
  readonly descriptor: Descriptor
  readonly from:
    | { readonly kind: 'repository'; readonly repository: string }
    /** `prepare` is awaited before the bytes are asked for, and only when they are needed */
    | { readonly kind: 'bytes'; readonly prepare?: () => Promise<void>; readonly open: () => Readable }
}

/** An image as it is pushed. */
export type PushedImage = {
  /** lowest first */
  readonly layers: readonly PushLayer[]
  readonly config: ImageConfig
}

/**
 * Pushes an image: what is there already stays, what lies in another repository of the same registry is taken over, and
 * the manifest comes last. Returns its digest. Errors: image.push_refused, image.push_failed.
 */
export async function pushImage(image: PushedImage & { readonly target: PushTarget }): Promise<string> {
  const client = registryClient(image.target)
  await Promise.all(once(image.layers).map((layer) => provide(client, layer)))
  const { config, manifest } = documentsOf(image)
  if (!(await client.hasBlob(config.descriptor.digest))) {
    await client.putBlob({ ...config.descriptor, open: () => Readable.from([config.bytes]) })
  }
  await client.putManifest(image.target.tag, { mediaType: MEDIA_TYPES.ociManifest, bytes: manifest.bytes })
  return manifest.descriptor.digest
}

/**
 * Pushes the manifest of an image whose content the repository most likely has, in one call. Returns its digest;
 * undefined when something is missing there. Errors: those of `pushImage`.
 */
export async function pushManifest(
  image: PushedImage & { readonly target: PushTarget },
): Promise<string | undefined> {
  const { descriptor, bytes } = documentsOf(image).manifest
  try {
    await registryClient(image.target).putManifest(image.target.tag, {
      mediaType: MEDIA_TYPES.ociManifest,
      bytes,
    })
    return descriptor.digest
  } catch (error) {
    if (error instanceof BerthError && error.details['status'] === 404) return undefined
    throw error
  }
}

function documentsOf({ layers, config: content }: PushedImage) {
  const config = document(MEDIA_TYPES.ociConfig, content)
  const manifest = document(MEDIA_TYPES.ociManifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.ociManifest,
    config: config.descriptor,
    layers: layers.map(({ descriptor }) => descriptor),
  })
  return { config, manifest }
}

/** Steps that change nothing make the same layer. */
function once(layers: readonly PushLayer[]): PushLayer[] {
  return [...new Map(layers.map((layer) => [layer.descriptor.digest, layer])).values()]
}

async function provide(client: RegistryClient, { descriptor, from }: PushLayer): Promise<void> {
  if (await client.hasBlob(descriptor.digest)) return
  if (from.kind === 'repository') return client.mountBlob(descriptor.digest, from.repository)
  await from.prepare?.()
  await client.putBlob({ ...descriptor, open: from.open })
}

function document(mediaType: string, content: object): { descriptor: Descriptor; bytes: Buffer } {
  const bytes = Buffer.from(JSON.stringify(content))
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  return { descriptor: { mediaType, digest, size: bytes.length }, bytes }
}
