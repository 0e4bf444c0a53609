import type { Db } from '@berth/db'
import { MEDIA_TYPES } from '@berth/oci'
import type { ReferrerView } from '@berth/protocol'
import { asTexts } from './as-texts.ts'
import { fallbackTag, referrerKind, standingTags } from './referrer-kind.ts'
import type { FoundRepository } from './visible.ts'

/** A signature of an SBOM of an image is the third level; nobody goes much deeper, and each level is two queries. */
const MOST_LEVELS = 4
const MOST_OF_LEVEL = 200
/** A longer manifest is shown without its annotations: a page of them would be what a process can hold. */
const MOST_ANNOTATED_BYTES = 64 * 1024

const SELECT = {
  digest: true,
  size: true,
  subject: true,
  mediaType: true,
  artifactType: true,
  imageBytes: true,
  pushedAt: true,
  pushedBy: true,
} as const

/** Everything that speaks of a manifest, and what speaks of that, as a tree. */
export async function readReferrers(
  db: Db,
  repository: FoundRepository,
  digest: string,
): Promise<ReferrerView[]> {
  const seen = new Set([digest])
  const of = new Map<string, ReferrerView[]>()
  let level = [digest]
  for (let depth = 0; depth < MOST_LEVELS && level.length > 0; depth++) {
    const found = await readLevel(db, repository, level)
    // what speaks of itself, by whatever way round, is shown once
    const fresh = found.filter(({ view }) => !seen.has(view.digest) && seen.add(view.digest))
    for (const { subject, view } of fresh) of.set(subject, [...(of.get(subject) ?? []), view])
    level = fresh.map(({ view }) => view.digest)
  }
  const tree = (subject: string): ReferrerView[] =>
    (of.get(subject) ?? []).map((view) => ({ ...view, referrers: tree(view.digest) }))
  return tree(digest)
}

type Found = { readonly subject: string; readonly view: ReferrerView }

async function readLevel(
  db: Db,
  { id: repositoryId }: FoundRepository,
  subjects: readonly string[],
): Promise<Found[]> {
  const bySubject = await db.manifest.findMany({
    where: { repositoryId, subject: { in: [...subjects] } },
    orderBy: [{ pushedAt: 'asc' }, { digest: 'asc' }],
    take: MOST_OF_LEVEL,
    select: SELECT,
  })
  const names = subjects.flatMap(standingTags)
  const tagged = await db.tag.findMany({
    where: { repositoryId, name: { in: names } },
    select: { name: true, manifest: { select: SELECT } },
  })
  const rows = [...bySubject, ...tagged.map(({ manifest }) => manifest)]
  const annotations = await readAnnotations(db, repositoryId, rows)
  const byTag = tagged.flatMap(({ name, manifest }) => {
    const subject = subjects.find((one) => name.startsWith(fallbackTag(one))) ?? ''
    return isIndex(manifest) ? [] : [{ subject, view: viewOf(manifest, name, annotations) }]
  })
  return [
    ...bySubject.map((row) => ({ subject: row.subject ?? '', view: viewOf(row, null, annotations) })),
    ...byTag,
  ]
}

type Annotations = ReadonlyMap<string, unknown>

async function readAnnotations(db: Db, repositoryId: string, rows: readonly Row[]): Promise<Annotations> {
  const short = rows.filter(({ size }) => size <= MOST_ANNOTATED_BYTES)
  const read = await db.manifest.findMany({
    where: { repositoryId, digest: { in: short.map(({ digest }) => digest) } },
    select: { digest: true, annotations: true },
  })
  return new Map(read.map(({ digest, annotations }) => [digest, annotations]))
}

/** The fallback's index lists what says its subject itself: it is no referrer. */
function isIndex({ mediaType }: Row): boolean {
  return mediaType === MEDIA_TYPES.ociIndex || mediaType === MEDIA_TYPES.dockerList
}

type Row = {
  digest: string
  size: bigint
  mediaType: string
  artifactType: string | null
  imageBytes: bigint
  pushedAt: Date
  pushedBy: string | null
}

function viewOf(row: Row, tag: string | null, annotations: Annotations): ReferrerView {
  const { digest, artifactType, pushedAt, pushedBy } = row
  return {
    ...{ digest, artifactType, pushedAt, pushedBy, tag },
    kind: referrerKind(artifactType, tag),
    bytes: Number(row.imageBytes),
    annotations: asTexts(annotations.get(digest)),
    referrers: [],
  }
}
