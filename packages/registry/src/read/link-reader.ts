import type { Db } from '@berth/db'
import type { LinkedBlob } from '../blob-links.ts'
import type { RepositoryName } from '../names.ts'
import { batched } from './batched.ts'

type Wanted = { readonly name: string; readonly digest: string }
type Row = {
  readonly i: bigint
  readonly repositoryId: string
  readonly size: bigint
  readonly leasedAt: Date
  readonly small: boolean
}

/** `small`: it lies in its row. */
type SeenBlob = LinkedBlob & { readonly leasedAt: Date; readonly small: boolean }

/**
 * A blob as it is seen through a repository at this moment: without a link there it is not seen at all. What storage
 * has lost is not there either, so that clients push it again.
 */
export type LinkReader = (name: RepositoryName, digest: string) => Promise<SeenBlob | undefined>

export function createLinkReader(db: Db): LinkReader {
  const find = batched((wanted: readonly Wanted[]) => readLinks(db, wanted))
  return async (name, digest) => {
    const row = await find({ name: name.full, digest })
    if (!row) return undefined
    const { repositoryId, leasedAt, small } = row
    return { repositoryId, digest, size: Number(row.size), leasedAt, small }
  }
}

async function readLinks(db: Db, wanted: readonly Wanted[]): Promise<readonly (Row | undefined)[]> {
  const names = wanted.map(({ name }) => name)
  const digests = wanted.map(({ digest }) => digest)
  const rows = await db.$prepared<Row>`
    SELECT w.i, l."repositoryId", b.size, b."leasedAt", b.content IS NOT NULL AS small
    FROM unnest(${names}::text[], ${digests}::text[]) WITH ORDINALITY w(name, digest, i)
    JOIN "Repository" r ON r.name = w.name
    JOIN "RepositoryBlob" l ON l."repositoryId" = r.id AND l.digest = w.digest
    JOIN "Blob" b ON b.digest = l.digest AND b."missingAt" IS NULL`
  const byNumber = new Map(rows.map((row) => [Number(row.i), row]))
  return wanted.map((_, i) => byNumber.get(i + 1))
}
