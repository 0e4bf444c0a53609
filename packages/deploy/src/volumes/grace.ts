/** How long a deleted volume can be had back. */
const GRACE_MS = 24 * 60 * 60_000

/** Who waits for what it was made for reads within this how that ended. */
const LEFT_MS = 60_000

type Deletable = { readonly deletedAt: Date | null }

/** null for one that is not deleted */
export function keptUntil({ deletedAt }: Deletable): Date | null {
  return deletedAt && new Date(deletedAt.getTime() + GRACE_MS)
}

/** Its files go now, and it cannot be had back. */
export function isGone(volume: Deletable, now: Date): boolean {
  const until = keptUntil(volume)
  return until !== null && until <= now
}

/** When it would have been deleted to go within a minute: what never held anything is not kept for a day. */
export function nearlyGone(now: Date): Date {
  return new Date(now.getTime() - GRACE_MS + LEFT_MS)
}

/** What was deleted until then is gone. */
export function goneBefore(now: Date): Date {
  return new Date(now.getTime() - GRACE_MS)
}
