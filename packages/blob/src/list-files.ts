import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isDigest } from '@berth/oci'
import type { StoredBlob } from './blob-store.ts'
import { unlessMissing } from './disk-error.ts'

const ALGORITHMS = ['sha256', 'sha512'] as const

/** The blobs below `root` in the order of their digests; one folder of names is in memory at a time. */
export async function* listFiles(root: string): AsyncGenerator<StoredBlob> {
  for (const algorithm of ALGORITHMS) {
    for (const shard of await namesIn(join(root, algorithm))) {
      for (const hex of await namesIn(join(root, algorithm, shard))) {
        const digest = `${algorithm}:${hex}`
        if (!isDigest(digest) || !hex.startsWith(shard)) continue // not ours: nobody could ever read it
        const found = await unlessMissing(stat(join(root, algorithm, shard, hex)))
        if (found) yield { digest, size: found.size, storedAt: found.ctime }
      }
    }
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return ((await unlessMissing(readdir(folder))) ?? []).toSorted()
}
