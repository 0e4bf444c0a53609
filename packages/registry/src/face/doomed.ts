import type { Db, Tx } from '@berth/db'
import { standingTags } from './referrer-kind.ts'

/** An index of indexes with signed attestations is the fourth level; a chain that somebody made on purpose ends here. */
const MOST_LEVELS = 8

export type Removal = {
  readonly repositoryId: string
  readonly digest: string
  /** the one tag that goes, or all that point to it */
  readonly tags: 'all' | { readonly only: string }
}

/**
 * The manifests that nothing holds any more once a manifest, or a tag of it, is gone: itself, the children of an index and
 * what speaks of them, but for what has a tag, another parent or another index. None, when another tag holds it.
 */
export async function findDoomed(db: Db | Tx, removal: Removal): Promise<string[]> {
  const { repositoryId, digest, tags } = removal
  const candidates = await reach(db, repositoryId, digest)
  const rows = [...candidates.values()]
  const digests = rows.map((row) => row.digest)
  const pointing = await db.tag.findMany({
    where: { repositoryId, digest: { in: digests }, ...(tags === 'all' ? {} : { name: { not: tags.only } }) },
    select: { name: true, digest: true },
  })
  // a tag that stands for what speaks of one of these goes with it
  const standing = new Set(digests.flatMap(standingTags))
  const tagged = pointing.filter(({ name }) => !standing.has(name))
  const parents = await db.manifest.findMany({
    where: { repositoryId, references: { hasSome: digests }, digest: { notIn: digests } },
    select: { references: true },
  })
  // a manifest that is deleted by its digest goes, whoever else holds it
  const goes = tags === 'all' ? digest : null
  // what was pushed by its digest alone stays, whatever becomes of a tag
  const stays = rows.filter((row) => !row.named && row.subject === null)
  const held = new Set([
    ...stays.map((row) => row.digest),
    ...tagged.map((tag) => tag.digest),
    ...parents.flatMap(({ references }) => references).filter((one) => candidates.has(one)),
  ])
  if (goes !== null) held.delete(goes)
  spread(
    held,
    rows.filter((row) => row.digest !== goes),
  )
  return digests.filter((one) => one === goes || !held.has(one))
}

type Row = {
  readonly digest: string
  readonly references: string[]
  readonly subject: string | null
  readonly named: boolean
  /** what it speaks of, by its subject or under a tag that stands for it */
  readonly speaksOf: readonly string[]
}

/** Everything below a manifest: children, and what speaks of it. */
async function reach(db: Db | Tx, repositoryId: string, digest: string): Promise<Map<string, Row>> {
  const found = new Map<string, Row>()
  let level = [digest]
  for (let depth = 0; depth < MOST_LEVELS && level.length > 0; depth++) {
    const standing = new Map(level.flatMap((one) => standingTags(one).map((name) => [name, one])))
    const tags = await db.tag.findMany({
      where: { repositoryId, name: { in: [...standing.keys()] } },
      select: { name: true, digest: true },
    })
    const spoken = Map.groupBy(tags, (tag) => tag.digest)
    const rows = await db.manifest.findMany({
      where: {
        repositoryId,
        OR: [{ digest: { in: [...level, ...spoken.keys()] } }, { subject: { in: level } }],
      },
      select: { digest: true, references: true, subject: true, named: true },
    })
    const fresh = rows.filter((row) => !found.has(row.digest))
    for (const row of fresh) {
      const byTag = (spoken.get(row.digest) ?? []).flatMap(({ name }) => standing.get(name) ?? [])
      found.set(row.digest, { ...row, speaksOf: row.subject === null ? byTag : [row.subject, ...byTag] })
    }
    level = fresh.flatMap((row) => [row.digest, ...row.references])
  }
  return found
}

/** What is held holds its children, and what speaks of it. */
function spread(held: Set<string>, rows: readonly Row[]): void {
  for (let before = -1; before !== held.size; ) {
    before = held.size
    for (const { digest, references, speaksOf } of rows) {
      if (speaksOf.some((one) => held.has(one))) held.add(digest)
      if (held.has(digest)) for (const child of references) held.add(child)
    }
  }
}
