import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type Descriptor, type ImageConfig, MEDIA_TYPES } from '@berth/oci'
import { type BuiltLayer, blobFolder } from './build-layer.ts'
import { type PushTarget, registryClient } from './registry-client.ts'

/**
 * Pushes an image of one more layer than another of the same registry has: what is there already is taken over, the
 * manifest comes last. Returns its digest. Errors: image.push_refused, image.push_failed.
 */
export async function pushOnBase(image: {
  /** `layer` was packed into it */
  readonly dir: string
  readonly layer: BuiltLayer
  /** of the whole image */
  readonly config: ImageConfig
  readonly base: { readonly repository: string; readonly layers: readonly Descriptor[] }
  readonly target: PushTarget
}): Promise<string> {
  const { base, layer, target } = image
  const client = registryClient(target)
  for (const { digest } of base.layers) {
    if (!(await client.hasBlob(digest))) await client.mountBlob(digest, base.repository)
  }
  const path = join(blobFolder(image.dir), layer.descriptor.digest.replace('sha256:', ''))
  if (!(await client.hasBlob(layer.descriptor.digest))) {
    await client.putBlob({ ...layer.descriptor, open: () => createReadStream(path) })
  }
  const config = document(MEDIA_TYPES.ociConfig, image.config)
  await client.putBlob({ ...config.descriptor, open: () => Readable.from(config.bytes) })
  const manifest = document(MEDIA_TYPES.ociManifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.ociManifest,
    config: config.descriptor,
    layers: [...base.layers, layer.descriptor],
  })
  await client.putManifest(target.tag, { mediaType: MEDIA_TYPES.ociManifest, bytes: manifest.bytes })
  return manifest.descriptor.digest
}

function document(mediaType: string, content: object): { descriptor: Descriptor; bytes: Buffer } {
  const bytes = Buffer.from(JSON.stringify(content))
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  return { descriptor: { mediaType, digest, size: bytes.length }, bytes }
}
