import type { Db } from '@berth/db'

export type DueImage = { readonly repositoryId: string; readonly digest: string; readonly tries: number }

/** Takes the image that waits longest; no other process gets it before `leaseUntil`. */
export async function claimImage(db: Db, now: Date, leaseUntil: Date): Promise<DueImage | undefined> {
  await passOver(db, now)
  const rows = await db.$queryRaw<DueImage[]>`
    UPDATE "Manifest" m SET "inspectAfter" = ${leaseUntil}::timestamp, "inspectTries" = m."inspectTries" + 1
    FROM (
      SELECT "repositoryId", digest FROM "Manifest" WHERE "inspectAfter" <= ${now}::timestamp
      ORDER BY "inspectAfter" LIMIT 1 FOR UPDATE SKIP LOCKED) due
    WHERE m."repositoryId" = due."repositoryId" AND m.digest = due.digest
    RETURNING m."repositoryId", m.digest, m."inspectTries" AS tries`
  return rows[0]
}

/** What is no image, or is an artifact about one, has no packages; what is mirrored is not all here. */
async function passOver(db: Db, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE "Manifest" m SET "inspectAfter" = NULL
    FROM "Repository" r
    WHERE r.id = m."repositoryId" AND m."inspectAfter" <= ${now}::timestamp
      AND (m.config IS NULL OR m.subject IS NOT NULL OR r."upstreamId" IS NOT NULL)`
}
