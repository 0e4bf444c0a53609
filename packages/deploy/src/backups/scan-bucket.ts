import { buffer } from 'node:stream/consumers'
import type { Db } from '@berth/db'
import { inTenant } from '../locks.ts'
import { ALL_BACKUPS, archiveKey, isManifestKey } from './backup-keys.ts'
import { type BackupManifest, MAX_MANIFEST, readManifest } from './backup-manifest.ts'
import type { BackupBucket } from './ports.ts'

/** More than that is no bucket of backups. */
const MOST_FOUND = 10_000
const MOST_LISTED = 100_000

/**
 * Takes over what the bucket has: rows follow its manifests. So a platform that was set up anew knows what the one
 * before it made. Returns how many there are.
 */
export async function scanBucket(db: Db, bucket: BackupBucket, tenantId: string): Promise<number> {
  const known = new Set((await db.volumeBackup.findMany({ where: { tenantId } })).map(({ id }) => id))
  const { manifests, archives } = await list(bucket)
  const found: BackupManifest[] = []
  const there = new Set<string>()
  for (const key of manifests) {
    const id = key.replace(/^.*\//, '').replace(/\.json$/, '')
    if (known.has(id)) {
      there.add(id)
      continue
    }
    const manifest = await read(bucket, key)
    if (manifest && archives.has(archiveKey(manifest.volume, manifest.id))) found.push(manifest)
  }
  await inTenant(db, tenantId, async (tx) => {
    const gone = [...known].filter((id) => !there.has(id))
    // a backup that ended meanwhile is not among what was known
    await tx.volumeBackup.deleteMany({ where: { tenantId, id: { in: gone } } })
    const volumes = await tx.volume.findMany({ where: { tenantId }, select: { id: true } })
    const here = new Set(volumes.map(({ id }) => id))
    const data = found.map((manifest) => rowOf(tenantId, manifest, here))
    await tx.volumeBackup.createMany({ data, skipDuplicates: true })
  })
  return there.size + found.length
}

export function rowOf(tenantId: string, manifest: BackupManifest, here: ReadonlySet<string>) {
  const { id, volume, app, volumeId, archive, limitBytes, origin, by, takenAt } = manifest
  return {
    ...{ id, tenantId, volumeName: volume, appName: app, origin, createdBy: by },
    volumeId: here.has(volumeId) ? volumeId : null,
    bytes: BigInt(archive.bytes),
    storedBytes: BigInt(archive.storedBytes),
    limitBytes: BigInt(limitBytes),
    digest: archive.digest,
    own: manifest.tenant === tenantId,
    takenAt: new Date(takenAt),
  }
}

async function list(bucket: BackupBucket) {
  const manifests: string[] = []
  const archives = new Set<string>()
  let listed = 0
  for await (const { key, size } of bucket.list(ALL_BACKUPS)) {
    if (++listed > MOST_LISTED || manifests.length >= MOST_FOUND) break
    if (isManifestKey(key) && size <= MAX_MANIFEST) manifests.push(key)
    else if (key.endsWith('.tar.zst')) archives.add(key)
  }
  return { manifests, archives }
}

async function read(bucket: BackupBucket, key: string): Promise<BackupManifest | undefined> {
  const content = await bucket.read(key)
  if (!content) return undefined
  return readManifest(key, (await buffer(bounded(content))).toString())
}

async function* bounded(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = MAX_MANIFEST
  for await (const chunk of source) {
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}
