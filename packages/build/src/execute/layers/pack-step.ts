import { join } from 'node:path'
import { blobFolder, packLayer, readWrittenTree } from '@berth/image'
import type { KeptLayer } from '../cache/step-cache.ts'
import { stepFolder } from './step-folder.ts'

export type PackedLayer = KeptLayer['packed'][string]

/** Another zlib makes other bytes of the same layer. */
export function packName(newest: number | undefined): string {
  return `${newest ?? 'as-is'} ${process.versions['zlib'] ?? ''}`
}

/** Packs what a step wrote into a blob below `dir`. Errors: container.unreadable, image.too_large. */
export async function packStep(options: {
  readonly init: string
  readonly dir: string
  /** of the layer's folder */
  readonly path: string
  /** later times become this one, in seconds since 1970 */
  readonly newest: number | undefined
  readonly signal: AbortSignal
}): Promise<PackedLayer> {
  const { init, dir, path, newest, signal } = options
  const { upper } = stepFolder('', path)
  const { archive, done } = await readWrittenTree({ init, job: 'layer', upper, newest, signal })
  const packed = await packLayer(dir, archive)
  await done
  return packed
}

export function packedBlob(dir: string, { descriptor }: PackedLayer): string {
  return join(blobFolder(dir), descriptor.digest.replace('sha256:', ''))
}
