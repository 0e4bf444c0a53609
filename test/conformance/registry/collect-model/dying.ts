import type { BlobStore } from '@berth/blob'
import type { Db } from '@berth/db'

/** A process that dies: from its nth operation on, in the database or in storage, nothing that it does has any effect. */
export function dyingAfter(operations: number, real: { db: Db; blobs: BlobStore }) {
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
    setAside: async (digest) => {
      step()
      const aside = await real.blobs.setAside(digest)
      return {
        finish: async () => {
          step()
          await aside.finish()
          step()
        },
        // the dead put nothing back
        undo: async () => {
          if (left >= 0) await aside.undo()
        },
      }
    },
    cancelUpload: async (uploadId) => {
      step()
      await real.blobs.cancelUpload(uploadId)
    },
  }
  // the extension only counts: it is the same client
  return { db: extended as unknown as Db, blobs }
}
