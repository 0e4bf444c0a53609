import { randomUUID } from 'node:crypto'
import { readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { BlobStore } from '@berth/blob'
import type { Db } from '@berth/db'

/** A process that dies: from its nth operation on, in the database or in storage, nothing that it does has any effect. */
export function dyingAfter(operations: number, real: { db: Db; blobs: BlobStore; root: string }) {
  let left = operations
  const step = () => {
    if (left-- <= 0) throw new Error('the process died')
  }
  const extended = real.db.$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        step()
        return query(args)
      },
    },
  })
  const blobs: BlobStore = {
    ...real.blobs,
    remove: async (digest, sure) => {
      step()
      await real.blobs.remove(digest, async () => {
        if (left <= 0) leaveAside(join(real.root, 'uploads'))
        step()
        await sure?.()
        step()
      })
      step()
    },
    cancelUpload: async (uploadId) => {
      step()
      await real.blobs.cancelUpload(uploadId)
    },
  }
  // the extension only counts: it is the same client
  return { db: extended as unknown as Db, blobs }
}

/** A dead process puts nothing back: what its store has moved aside is where it will not look. */
function leaveAside(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.startsWith('removed-')) renameSync(join(folder, name), join(folder, `killed-${randomUUID()}`))
}
