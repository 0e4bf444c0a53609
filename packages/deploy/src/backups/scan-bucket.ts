import { buffer } from 'node:stream/consumers'
import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import { inTenant } from '../locks.ts'
import { ALL_BACKUPS, archiveKey, isManifestKey } from './backup-keys.ts'
import { type BackupManifest, MAX_MANIFEST, readManifest } from './backup-manifest.ts'
import type { BackupBucket, Scan } from './ports.ts'

/** More than that is no bucket of backups. */
const MOST_FOUND = 10_000
const MOST_LISTED = 100_000

/**
 * Takes over what the bucket has: rows follow its manifests. So a platform that was set up anew knows what the one
 * before it made. What cannot be read costs only itself.
 */
export async function scanBucket(db: Db, bucket: BackupBucket, tenantId: string): Promise<Scan> {
  const known = new Set((await db.volumeBackup.findMany({ where: { tenantId } })).map(({ id }) => id))
  const { manifests, archives, isCut } = await list(bucket)
  const found: BackupManifest[] = []
  const there = new Set<string>()
  let unread = 0
  for (const key of manifests) {
    const id = key.replace(/^.*\//, '').replace(/\.json$/, '')
    if (known.has(id)) {
      there.add(id)
      continue
    }
    const manifest = await read(bucket, key)
    if (manifest && isWhole(manifest, archives)) found.push(manifest)
    else unread++
  }
  await inTenant(db, tenantId, async (tx) => {
    // what lies behind too much else is not gone
    const gone = isCut ? [] : [...known].filter((id) => !there.has(id))
    // a backup that ended meanwhile is not among what was known
    await tx.volumeBackup.deleteMany({ where: { tenantId, id: { in: gone } } })
    const volumes = await tx.volume.findMany({ where: { tenantId }, select: { id: true } })
    const here = new Set(volumes.map(({ id }) => id))
    const data = found.map((manifest) => ({ ...rowOf(tenantId, manifest, here), own: false }))
    await tx.volumeBackup.createMany({ data, skipDuplicates: true })
  })
  return { found: there.size + found.length, unread }
}

/** Its archive is there, and of the size that it says. */
function isWhole({ volume, id, archive }: BackupManifest, archives: ReadonlyMap<string, number>): boolean {
  return archives.get(archiveKey(volume, id)) === archive.storedBytes
}

/** `own` is not for a manifest to say: who writes to the bucket would have backups removed that are real. */
export function rowOf(tenantId: string, manifest: BackupManifest, here: ReadonlySet<string>) {
  const { id, volume, app, volumeId, archive, limitBytes, origin, by, takenAt } = manifest
  return {
    ...{ id, tenantId, volumeName: volume, appName: app, origin, createdBy: by },
    volumeId: here.has(volumeId) ? volumeId : null,
    bytes: BigInt(archive.bytes),
    storedBytes: BigInt(archive.storedBytes),
    limitBytes: BigInt(limitBytes),
    digest: archive.digest,
    takenAt: new Date(takenAt),
  }
}

async function list(bucket: BackupBucket) {
  const manifests: string[] = []
  const archives = new Map<string, number>()
  let listed = 0
  for await (const { key, size } of bucket.list(ALL_BACKUPS)) {
    if (++listed > MOST_LISTED || manifests.length >= MOST_FOUND) return { manifests, archives, isCut: true }
    if (isManifestKey(key) && size <= MAX_MANIFEST) manifests.push(key)
    else if (key.endsWith('.tar.zst')) archives.set(key, size)
  }
  return { manifests, archives, isCut: false }
}

async function read(bucket: BackupBucket, key: string): Promise<BackupManifest | undefined> {
  const content = await bucket.read(key).catch(orRefused)
  if (!content) return undefined
  return readManifest(key, (await buffer(bounded(content))).toString())
}

/** One that may not be read is as one that says nothing. */
function orRefused(error: unknown): undefined {
  if (error instanceof BerthError && error.code === 'backup.refused') return undefined
  throw error
}

async function* bounded(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = MAX_MANIFEST
  for await (const chunk of source) {
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}
