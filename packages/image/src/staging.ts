import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { randomBase32 } from '@berth/core'
import { removeTree, treeBytes } from './files/remove-tree.ts'

/** Where things are made or die before anybody may see them, or when nobody may any more. */
export type Staging = {
  /** a name that this process uses until it is released; what is at it then is removed */
  use<T>(work: (path: string) => Promise<T>): Promise<T>
  /** removes what dead processes left; returns freed bytes */
  clean(): Promise<number>
}

export function createStaging(folder: string): Staging {
  const used = new Set<string>()
  return {
    async use(work) {
      const name = randomBase32(16)
      used.add(name)
      try {
        return await work(join(folder, name))
      } finally {
        await removeTree(join(folder, name))
        used.delete(name)
      }
    },
    async clean() {
      let freed = 0
      for (const name of await readdir(folder)) {
        if (used.has(name)) continue
        freed += await treeBytes(join(folder, name))
        await removeTree(join(folder, name))
      }
      return freed
    },
  }
}
