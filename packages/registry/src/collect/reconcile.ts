import type { BlobStore, StoredBlob } from '@berth/blob'
import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import { createBlobPlaces, placeOfRow } from './blob-places.ts'
import { type BlobRecord, compareStores } from './compare-stores.ts'
import { noteMissing } from './note-missing.ts'

const BATCH = 1000
/** A file that is younger may be of a push that is about to write its row. */
const STRAY_AFTER_MS = 24 * 60 * 60_000
/** So many contents that went at once are a storage that is not there, and not so many accidents. */
const MANY = 20
/** More than this many are not named one by one. */
const MAX_NAMED = 10_000

type Deps = { readonly db: Db; readonly blobs: BlobStore; readonly clock: Clock; readonly log: Logger }

/** `strays` are taken over, so that collection removes them; `missing` are linked, and storage has them not. */
export type Reconciled = {
  readonly strays: number
  readonly missing: number
  readonly warning: string | null
}

/**
 * Compares storage with the database, both ways. What is missing is never deleted: it is noted in its row, which makes
 * clients push it again, in the log and in the audit, and told to its tenants. With `dryRun` nothing is written.
 */
export async function reconcile(deps: Deps, { dryRun }: { dryRun: boolean }): Promise<Reconciled> {
  const { db, blobs } = deps
  let [strays, missing] = [0, 0]
  const lost: BlobRecord[] = []
  for await (const one of compareStores(blobs.list(), blobRecords(db))) {
    switch (one.kind) {
      case 'stray': {
        if (await takeStray(deps, one.stored, dryRun)) strays++
        break
      }
      case 'missing':
        if (!(await isMissing(deps, one.record))) break
        missing++
        if (lost.length < MAX_NAMED) lost.push(one.record)
        break
      case 'back':
        if (!dryRun)
          await db.blob.updateMany({ where: { digest: one.record.digest }, data: { missingAt: null } })
        break
    }
  }
  const warning = missing === 0 ? null : await report(deps, { lost, missing, dryRun })
  return { strays, missing, warning }
}

/** What lies in its row cannot be missing in storage. */
async function* blobRecords(db: Db): AsyncGenerator<BlobRecord> {
  let last = ''
  for (;;) {
    const rows = await db.$queryRaw<
      (Omit<BlobRecord, 'size' | 'place'> & { size: bigint; createdAt: Date })[]
    >`
      SELECT digest, size, "createdAt", "missingAt" IS NOT NULL AS missing,
        EXISTS (SELECT 1 FROM "RepositoryBlob" l WHERE l.digest = b.digest) AS linked
      FROM "Blob" b WHERE digest COLLATE "C" > ${last} AND content IS NULL ORDER BY digest COLLATE "C" LIMIT ${BATCH}`
    for (const row of rows) yield { ...row, size: Number(row.size), place: placeOfRow(row) }
    const end = rows.at(-1)
    if (!end || rows.length < BATCH) return
    last = end.digest
  }
}

/** True: it went, or is going to. What lies in a place of its own needs no row for that: no row will ever name it. */
async function takeStray({ db, clock }: Deps, stored: StoredBlob, dryRun: boolean): Promise<boolean> {
  const { digest, place, storedAt } = stored
  if (place) {
    if ((await createBlobPlaces(db)(digest)) === place.name) return false
    if (!dryRun) await place.remove()
    return true
  }
  if (clock.now().getTime() - storedAt.getTime() < STRAY_AFTER_MS) return false
  return dryRun || adopt(db, stored)
}

/** A row that nobody links, as old as the file: collection takes it by the one way in which content goes. */
async function adopt(
  db: Db,
  { digest, size, storedAt }: { digest: string; size: number; storedAt: Date },
): Promise<boolean> {
  const { count } = await db.blob.createMany({
    data: [{ digest, size: BigInt(size), createdAt: storedAt, leasedAt: storedAt }],
    skipDuplicates: true,
  })
  return count > 0
}

/** Looks once more: it may have been pushed or deleted since the list was made. */
async function isMissing({ db, blobs }: Deps, { digest }: BlobRecord): Promise<boolean> {
  const where = { digest, content: null, links: { some: {} } }
  const row = await db.blob.findFirst({ where, select: { size: true } })
  if (!row) return false
  const stored = await blobs.stat(digest)
  return stored?.size !== Number(row.size)
}

async function report(
  deps: Deps,
  { lost, missing, dryRun }: { lost: readonly BlobRecord[]; missing: number; dryRun: boolean },
): Promise<string> {
  const { db, log } = deps
  const linked = await db.blob.count({ where: { links: { some: {} } } })
  if (missing > MANY && missing * 2 > linked) {
    log.error({ missing, linked }, 'storage has lost most of the content of images: is it mounted?')
    return `storage has lost ${missing} of ${linked} contents: is it mounted? none was noted as missing`
  }
  const told = new Set<string>()
  if (!dryRun) for (const record of lost) if (!record.missing) await noteMissing(deps, record, told)
  return `${missing} contents that images need are missing in storage: they are to be pushed again`
}
