import type { Db } from '@berth/db'

/**
 * Where a bucket keeps the content of a row. A row is older than its lease when it is removed, so the next one of the
 * same digest was made later, and its content lies elsewhere.
 */
export function placeOfRow({ createdAt }: { readonly createdAt: Date }): string {
  return createdAt.getTime().toString(36)
}

/** What a store in a bucket asks before it writes: the place of a row as it is now; null when there is none. */
export function createBlobPlaces(db: Db): (digest: string) => Promise<string | null> {
  return async (digest) => {
    const row = await db.blob.findUnique({ where: { digest }, select: { createdAt: true } })
    return row && placeOfRow(row)
  }
}
