import { BerthError, newId } from '@berth/core'
import type { Db } from '@berth/db'
import type { RepositoryName } from './names.ts'

/** After its last byte an upload waits so long for the next one. */
export const UPLOAD_TTL_MS = 24 * 60 * 60_000

export type Upload = { readonly id: string; readonly repositoryId: string }

export async function openUpload(
  db: Db,
  upload: { repositoryId: string; createdBy: string | null; now: Date },
): Promise<Upload> {
  const { repositoryId, createdBy, now } = upload
  const [id, expiresAt] = [newId('upload'), new Date(now.getTime() + UPLOAD_TTL_MS)]
  // Not synced: an upload is no content that anybody was promised. What ends it is synced, and this with it.
  await db.$executeRaw`
    INSERT INTO "Upload" (id, "repositoryId", "createdBy", "createdAt", "expiresAt")
    SELECT ${id}, ${repositoryId}, ${createdBy}, ${now}::timestamp, ${expiresAt}::timestamp
    FROM (SELECT set_config('synchronous_commit', 'off', true)) AS unsynced`
  return { id, repositoryId }
}

/** Only through the repository that it was opened in. Error: registry.blob_upload_unknown. */
export async function findUpload(db: Db, name: RepositoryName, id: string): Promise<Upload> {
  const row = await db.upload.findFirst({
    where: { id, repository: { name: name.full } },
    select: { id: true, repositoryId: true },
  })
  if (row) return row
  throw uploadUnknown(id)
}

export function uploadUnknown(id: string): BerthError {
  return new BerthError('registry.blob_upload_unknown', `there is no upload ${id.slice(0, 64)}: start again`)
}

export async function touchUpload(db: Db, id: string, offset: number, now: Date): Promise<void> {
  await db.upload.updateMany({
    where: { id },
    data: { offset: BigInt(offset), expiresAt: new Date(now.getTime() + UPLOAD_TTL_MS) },
  })
}
