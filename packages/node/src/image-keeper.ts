/** Which images stay on the node: those in use, and those that were within a day, for the roll back that comes. */
export type ImageKeeper = {
  keep(inUse: ReadonlySet<string>, local: readonly string[], now: Date): ReadonlySet<string>
}

const KEEP_MS = 24 * 60 * 60_000

export function createImageKeeper(): ImageKeeper {
  const lastUsed = new Map<string, number>()

  return {
    keep(inUse, local, now) {
      const at = now.getTime()
      // an image that nobody remembers was used by an earlier agent, at the latest now
      for (const digest of local) if (inUse.has(digest) || !lastUsed.has(digest)) lastUsed.set(digest, at)
      for (const [digest, used] of lastUsed) if (at - used > KEEP_MS) lastUsed.delete(digest)
      return new Set([...inUse, ...lastUsed.keys()])
    },
  }
}
