import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { Descriptor, ImageConfig } from '@berth/oci'
import { type BuiltLayer, blobFolder } from './build-layer.ts'
import { pushImage } from './push-image.ts'
import type { PushTarget } from './registry-client.ts'

/**
 * Pushes an image of one more layer than another of the same registry has. Returns its digest. Errors:
 * image.push_refused, image.push_failed.
 */
export function pushOnBase(image: {
  /** `layer` was packed into it */
  readonly dir: string
  readonly layer: BuiltLayer
  /** of the whole image */
  readonly config: ImageConfig
  readonly base: { readonly repository: string; readonly layers: readonly Descriptor[] }
  readonly target: PushTarget
}): Promise<string> {
  const { base, config, layer, target } = image
  const path = join(blobFolder(image.dir), layer.descriptor.digest.replace('sha256:', ''))
  const below = base.layers.map((descriptor) => ({
    descriptor,
    from: { kind: 'repository', repository: base.repository } as const,
  }))
  const top = {
    descriptor: layer.descriptor,
    from: { kind: 'bytes', open: () => createReadStream(path) } as const,
  }
  return pushImage({ layers: [...below, top], config, target })
}
