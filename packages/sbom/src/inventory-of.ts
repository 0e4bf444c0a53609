import type { Readable } from 'node:stream'
import { BerthError } from '@berth/core'
import type { LayerFindings } from './layer-findings.ts'
import { type Inventory, mergeLayers } from './merge-layers.ts'
import type { ReadLayer } from './read-apart.ts'

const MAX_LAYERS = 200

/** Reads the layers of an image one after the other, lowest first. Errors: image.too_large, and what reading them throws. */
export async function inventoryOf(
  layers: readonly string[],
  io: {
    readonly open: (digest: string) => Promise<Readable>
    readonly read: ReadLayer
    readonly signal: AbortSignal
  },
): Promise<Inventory> {
  if (layers.length > MAX_LAYERS)
    throw new BerthError(
      'image.too_large',
      `an image of ${layers.length} layers is not read for its packages`,
    )
  const findings: LayerFindings[] = []
  for (const digest of layers) findings.push(await io.read(await io.open(digest), io.signal))
  return mergeLayers(findings)
}
