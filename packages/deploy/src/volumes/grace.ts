/** How long a deleted volume can be had back. */
const GRACE_MS = 24 * 60 * 60_000

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

/** What was deleted until then is gone. */
export function goneBefore(now: Date): Date {
  return new Date(now.getTime() - GRACE_MS)
}
