import { createHash, type Hash } from 'node:crypto'

const MAX_KEPT = 256

/** The sha256 of what was written to an upload so far, so that its end need not be read again. */
type RunningHash = {
  readonly offset: number
  /** which content it was, where another writer could have put other bytes before `offset` */
  readonly mark?: string
  readonly hash: Hash
}

/** Hashes of suspended uploads of this process. Only a saving: another process reads the bytes again. */
export type HashMemory = {
  keep(uploadId: string, running: RunningHash): void
  /** Undefined unless the hash covers exactly the first `offset` bytes, and those of that mark. */
  take(uploadId: string, offset: number, mark?: string): Hash | undefined
  forget(uploadId: string): void
}

export function createHashMemory(): HashMemory {
  const kept = new Map<string, RunningHash>()
  return {
    keep: (uploadId, running) => {
      kept.delete(uploadId)
      kept.set(uploadId, running)
      const [oldest] = kept.keys()
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest)
    },
    take: (uploadId, offset, mark) => {
      if (offset === 0) return createHash('sha256')
      const running = kept.get(uploadId)
      return running?.offset === offset && running.mark === mark ? running.hash.copy() : undefined
    },
    forget: (uploadId) => void kept.delete(uploadId),
  }
}
