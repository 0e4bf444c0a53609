import { join } from 'node:path'
import { treeBytes } from './files/remove-tree.ts'
import type { StorePaths } from './store-paths.ts'

/** What layers take on disk. One never changes, so it is measured once. */
export type LayerSizes = { of(id: string): Promise<number> }

export function createLayerSizes(paths: Pick<StorePaths, 'layers'>): LayerSizes {
  const known = new Map<string, number>()

  return {
    async of(id) {
      const bytes = known.get(id) ?? (await treeBytes(join(paths.layers, id)))
      // nothing is remembered of one that is not there: it may come
      if (bytes > 0) known.set(id, bytes)
      return bytes
    },
  }
}
