import type { Db } from '@berth/db'
import type { Reference, RepositoryName } from '../names.ts'
import { batched } from './batched.ts'
import { createBytesCache } from './bytes-cache.ts'

const CACHE_BYTES = 16 * 1024 * 1024

type Row = {
  readonly repositoryId: string
  readonly digest: string
  readonly mediaType: string
  readonly leasedAt: Date
}

type StoredManifest = Row & { readonly content: Uint8Array }

/** What a tag or digest of a repository stands for at this moment. Only the bytes of a digest are remembered. */
export type ManifestReader = (
  name: RepositoryName,
  reference: Reference,
) => Promise<StoredManifest | undefined>

export function createManifestReader(db: Db): ManifestReader {
  const byTag = batched((wanted: readonly Wanted[]) => readTags(db, wanted))
  const byDigest = batched((wanted: readonly Wanted[]) => readDigests(db, wanted))
  const cache = createBytesCache(CACHE_BYTES)
  return async (name, reference) => {
    const row =
      'tag' in reference
        ? await byTag({ name: name.full, reference: reference.tag })
        : await byDigest({ name: name.full, reference: reference.digest })
    if (!row) return undefined
    const content = cache.get(row.digest) ?? (await readContent(db, row))
    if (!content) return undefined
    cache.set(row.digest, content)
    return { ...row, content }
  }
}

type Wanted = { readonly name: string; readonly reference: string }
type Numbered = Row & { readonly i: bigint }

async function readTags(db: Db, wanted: readonly Wanted[]): Promise<readonly (Row | undefined)[]> {
  const { names, references } = columns(wanted)
  const rows = await db.$prepared<Numbered>`
    SELECT w.i, m."repositoryId", m.digest, m."mediaType", m."leasedAt"
    FROM unnest(${names}::text[], ${references}::text[]) WITH ORDINALITY w(name, reference, i)
    JOIN "Repository" r ON r.name = w.name
    JOIN "Tag" t ON t."repositoryId" = r.id AND t.name = w.reference
    JOIN "Manifest" m ON m."repositoryId" = t."repositoryId" AND m.digest = t.digest`
  return inOrder(wanted, rows)
}

async function readDigests(db: Db, wanted: readonly Wanted[]): Promise<readonly (Row | undefined)[]> {
  const { names, references } = columns(wanted)
  const rows = await db.$prepared<Numbered>`
    SELECT w.i, m."repositoryId", m.digest, m."mediaType", m."leasedAt"
    FROM unnest(${names}::text[], ${references}::text[]) WITH ORDINALITY w(name, reference, i)
    JOIN "Repository" r ON r.name = w.name
    JOIN "Manifest" m ON m."repositoryId" = r.id AND m.digest = w.reference`
  return inOrder(wanted, rows)
}

function columns(wanted: readonly Wanted[]): { names: string[]; references: string[] } {
  return { names: wanted.map(({ name }) => name), references: wanted.map(({ reference }) => reference) }
}

function inOrder(wanted: readonly Wanted[], rows: readonly Numbered[]): readonly (Row | undefined)[] {
  const byNumber = new Map(rows.map(({ i, ...row }) => [Number(i), row]))
  return wanted.map((_, i) => byNumber.get(i + 1))
}

async function readContent(db: Db, { repositoryId, digest }: Row): Promise<Uint8Array | undefined> {
  const row = await db.manifest.findUnique({
    where: { repositoryId_digest: { repositoryId, digest } },
    select: { content: true },
  })
  return row?.content
}
