import { BerthError } from '@berth/core'

/** One that writes, and one that comes again because its connection broke before the server saw it. */
const AT_ONCE = 2

/** Who writes to which upload in this process: each writes all its bytes, and they hold room for them once. */
export type UploadTurns = {
  /** Returns what ends the turn. Error: quota.exceeded. */
  take(uploadId: string): () => void
}

export function createUploadTurns(): UploadTurns {
  const writing = new Map<string, number>()
  return {
    take: (uploadId) => {
      const before = writing.get(uploadId) ?? 0
      if (before >= AT_ONCE)
        throw new BerthError(
          'quota.exceeded',
          `${before} requests write to this upload already: wait for one`,
        )
      writing.set(uploadId, before + 1)
      return () => {
        const now = (writing.get(uploadId) ?? 1) - 1
        if (now > 0) writing.set(uploadId, now)
        else writing.delete(uploadId)
      }
    },
  }
}
