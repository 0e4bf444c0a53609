import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { RepositoryName } from './names.ts'
import { ensureRepository } from './repositories.ts'

/** After its last byte an upload waits so long for the next one. */
export const UPLOAD_TTL_MS = 24 * 60 * 60_000

/** Of one tenant at a time: each is a row and a folder until it ends or expires. */
const MOST_OPEN = 1000

export type Upload = { readonly id: string; readonly repositoryId: string }

type NewUpload = {
  readonly id: string
  readonly name: RepositoryName
  readonly createdBy: string | null
  readonly now: Date
}

/**
 * Opens one in a repository, which the first push makes, or finds that another request has. The caller has decided
 * that its sender may push there. Errors: quota.exceeded, registry.name_unknown.
 */
export async function openUpload(db: Db, upload: NewUpload): Promise<Upload> {
  const opened = await insertUpload(db, upload)
  if (opened) return opened
  await ensureRepository(db, upload.name)
  const inNew = (await insertUpload(db, upload)) ?? (await lookForUpload(db, upload.name, upload.id))
  if (inNew) return inNew
  throw new BerthError('registry.name_unknown', `${upload.name.full} was deleted meanwhile: push again`)
}

/** Undefined when there is no such repository, or there is that upload. Error: quota.exceeded. */
async function insertUpload(db: Db, { id, name, createdBy, now }: NewUpload): Promise<Upload | undefined> {
  const expiresAt = new Date(now.getTime() + UPLOAD_TTL_MS)
  // Not synced: an upload is no content that anybody was promised. What ends it is synced, and this with it.
  const [row] = await db.$prepared<Upload & { others: bigint }>`
    INSERT INTO "Upload" (id, "repositoryId", "createdBy", "createdAt", "expiresAt")
    SELECT ${id}, r.id, ${createdBy}, ${now}::timestamp, ${expiresAt}::timestamp
    FROM "Repository" r, (SELECT set_config('synchronous_commit', 'off', true)) AS unsynced
    WHERE r.name = ${name.full}
    ON CONFLICT (id) DO NOTHING
    RETURNING id, "repositoryId", (
      SELECT count(*) FROM "Upload" u JOIN "Repository" r ON r.id = u."repositoryId"
      WHERE r."tenantId" = (SELECT "tenantId" FROM "Repository" WHERE id = "Upload"."repositoryId")) AS others`
  if (!row) return undefined
  if (row.others >= MOST_OPEN) {
    await db.upload.deleteMany({ where: { id } })
    throw new BerthError(
      'quota.exceeded',
      `${MOST_OPEN} uploads of ${name.owner} are open: finish or cancel some, or wait until they expire`,
      { details: { resource: 'uploads', limit: MOST_OPEN } },
    )
  }
  return { id, repositoryId: row.repositoryId }
}

/** Only through the repository that it was opened in. */
export async function lookForUpload(db: Db, name: RepositoryName, id: string): Promise<Upload | undefined> {
  const [row] = await db.$prepared<Upload>`
    SELECT u.id, u."repositoryId" FROM "Upload" u JOIN "Repository" r ON r.id = u."repositoryId"
    WHERE u.id = ${id} AND r.name = ${name.full}`
  return row
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
