import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Where things lie in the store's folder. */
export type StorePaths = {
  readonly layers: string
  readonly images: string
  readonly snapshots: string
  readonly staging: string
  /** packed bytes of layers that are being pulled */
  readonly kept: string
  /** the lower layer of an image that has none */
  readonly empty: string
}

/** Only root may pass: layers hold set-uid programs that belong, on disk, to the host's root. */
const PRIVATE = 0o700

export async function openStorePaths(dir: string): Promise<StorePaths> {
  const paths = {
    layers: join(dir, 'layers'),
    images: join(dir, 'images'),
    snapshots: join(dir, 'snapshots'),
    staging: join(dir, 'staging'),
    kept: join(dir, 'kept'),
    empty: join(dir, 'empty'),
  }
  await mkdir(dir, { recursive: true, mode: PRIVATE })
  for (const path of Object.values(paths)) await mkdir(path, { recursive: true, mode: PRIVATE })
  return paths
}

export function layerRoot(paths: StorePaths, id: string): string {
  return join(paths.layers, id, 'fs')
}
