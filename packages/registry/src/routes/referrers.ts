import { Prisma } from '@berth/db'
import { MEDIA_TYPES } from '@berth/oci'
import { type Headers, type RepositoryCall, send } from '../http/call.ts'
import { checkDigest } from '../names.ts'

/** One answer lists at most so many, with at most so many bytes of annotations: an index is no longer than a manifest. */
const MAX_REFERRERS = 1000
const MAX_ANNOTATION_BYTES = 3 * 1024 * 1024

type Row = {
  readonly mediaType: string
  readonly digest: string
  readonly size: bigint
  readonly artifactType: string | null
  readonly annotations: Readonly<Record<string, string>>
}

/**
 * `GET /v2/<name>/referrers/<digest>?artifactType=&last=`: manifests whose subject it is, as an index, in pages. What
 * is not there has no referrers, which is no error (distribution-spec, "Listing Referrers").
 */
export async function referrers(call: RepositoryCall): Promise<void> {
  const { deps, name, path, query } = call
  const subject = checkDigest(call.param)
  const artifactType = query.get('artifactType')
  const only = artifactType === null ? Prisma.empty : Prisma.sql`AND m."artifactType" = ${artifactType}`
  const found = await deps.db.$queryRaw<(Row & { readonly fits: boolean })[]>`
    SELECT "mediaType", digest, size, "artifactType", fits, CASE WHEN fits THEN annotations END AS annotations
    FROM (
      SELECT m.*, n = 1 OR sum(octet_length(m.annotations::text)) OVER (ORDER BY n) <= ${MAX_ANNOTATION_BYTES} AS fits
      FROM (
        SELECT m.*, row_number() OVER (ORDER BY m.digest COLLATE "C") AS n
        FROM "Manifest" m JOIN "Repository" r ON r.id = m."repositoryId"
        WHERE r.name = ${name.full} AND m.subject = ${subject} ${only}
          AND m.digest COLLATE "C" > ${query.get('last') ?? ''}
        ORDER BY m.digest COLLATE "C" LIMIT ${MAX_REFERRERS + 1}
      ) m
    ) page ORDER BY n`
  const rows = found.slice(0, MAX_REFERRERS).filter(({ fits }) => fits)
  const last = rows.at(-1)?.digest
  const more = rows.length < found.length && last !== undefined
  const headers: Headers = {
    'content-type': MEDIA_TYPES.ociIndex,
    ...(artifactType === null ? {} : { 'oci-filters-applied': 'artifactType' }),
    ...(more ? { link: nextLink(path, last, artifactType) } : {}),
  }
  const manifests = rows.map(describe)
  send(call, 200, headers, JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, manifests }))
}

function describe({ mediaType, digest, size, artifactType, annotations }: Row) {
  return { mediaType, digest, size: Number(size), ...(artifactType ? { artifactType } : {}), annotations }
}

function nextLink(path: string, last: string, artifactType: string | null): string {
  const query = new URLSearchParams({ last, ...(artifactType === null ? {} : { artifactType }) })
  return `<${path}?${query}>; rel="next"`
}
