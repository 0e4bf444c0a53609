import type { LayerChange, LayerView } from '@berth/protocol'

/**
 * The layers of both: first those that both begin with, then what the first has alone, then the second's, in order. Steps
 * without a layer are left out: they are seen in the config. A digest that is there twice counts twice.
 */
export function diffLayers(from: readonly LayerView[], to: readonly LayerView[]): LayerChange[] {
  const [old, fresh] = [withLayer(from), withLayer(to)]
  const left = count(old)
  const after = fresh.map(
    (layer): LayerChange => ({ ...layer, state: take(left, layer) ? 'shared' : 'added' }),
  )
  const kept = count(fresh)
  const removed = old
    .filter((layer) => !take(kept, layer))
    .map((layer): LayerChange => ({ ...layer, state: 'removed' }))
  const fork = after.findIndex(({ state }) => state === 'added')
  return fork < 0 ? [...after, ...removed] : [...after.slice(0, fork), ...removed, ...after.slice(fork)]
}

/** Bytes by what became of them. */
export function sumLayers(layers: readonly LayerChange[]): Record<LayerChange['state'], number> {
  const sum = { shared: 0, added: 0, removed: 0 }
  for (const { state, bytes } of layers) sum[state] += bytes
  return sum
}

function withLayer(layers: readonly LayerView[]): readonly LayerView[] {
  return layers.filter(({ digest }) => digest !== null)
}

function count(layers: readonly LayerView[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { digest } of layers) if (digest !== null) counts.set(digest, (counts.get(digest) ?? 0) + 1)
  return counts
}

function take(counts: Map<string, number>, { digest }: LayerView): boolean {
  const left = digest === null ? 0 : (counts.get(digest) ?? 0)
  if (digest === null || left === 0) return false
  counts.set(digest, left - 1)
  return true
}
