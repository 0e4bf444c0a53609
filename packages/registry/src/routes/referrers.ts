import { MEDIA_TYPES } from '@berth/oci'
import { type Headers, type RepositoryCall, send } from '../http/call.ts'
import { checkDigest } from '../names.ts'
import { findRepository } from '../repositories.ts'

/** What one answer may list; an index is at most as long as a manifest. */
const MAX_REFERRERS = 4000

/** `GET /v2/<name>/referrers/<digest>?artifactType=`: manifests whose subject it is, as an index. */
export async function referrers(call: RepositoryCall): Promise<void> {
  const { deps, name } = call
  const subject = checkDigest(call.param)
  const artifactType = call.query.get('artifactType')
  const { id: repositoryId } = await findRepository(deps.db, name)
  const rows = await deps.db.manifest.findMany({
    where: { repositoryId, subject, ...(artifactType === null ? {} : { artifactType }) },
    orderBy: [{ pushedAt: 'asc' }, { digest: 'asc' }],
    take: MAX_REFERRERS,
    select: { mediaType: true, digest: true, size: true, artifactType: true, annotations: true },
  })
  const manifests = rows.map((row) => ({
    mediaType: row.mediaType,
    digest: row.digest,
    size: Number(row.size),
    ...(row.artifactType ? { artifactType: row.artifactType } : {}),
    annotations: row.annotations,
  }))
  const index = { schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, manifests }
  const filtered: Headers = artifactType === null ? {} : { 'oci-filters-applied': 'artifactType' }
  send(call, 200, { 'content-type': MEDIA_TYPES.ociIndex, ...filtered }, JSON.stringify(index))
}
