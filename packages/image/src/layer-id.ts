import { createHash } from 'node:crypto'

/**
 * The folder name of a layer: a hash over what it unpacks from, and all below it. As image-spec's chain id, and with
 * the packed digest in it: a registry vouches for that, so naming another tenant's layers in a configuration gives
 * nobody their content.
 */
export function layerIds(layers: readonly { descriptor: { digest: string }; diffId: string }[]): string[] {
  const ids: string[] = []
  for (const { descriptor, diffId } of layers) {
    const chain = `${ids.at(-1) ?? ''} ${descriptor.digest} ${diffId}`
    ids.push(createHash('sha256').update(chain).digest('hex'))
  }
  return ids
}
