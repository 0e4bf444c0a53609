import { join } from 'node:path'
import { type BlobStore, createFileBlobStore, loadS3 } from '@berth/blob'
import type { Db } from '@berth/db'
import { createBlobPlaces } from '@berth/registry'
import { readS3Settings } from './s3-env.ts'

/** The sources of builds: below `sources/` of the bucket where one is named, else in files. */
export async function openSources(
  env: { BERTH_SOURCES_DIR: string } & Parameters<typeof readS3Settings>[0],
): Promise<BlobStore> {
  const bucket = readS3Settings(env)
  if (!bucket) return createFileBlobStore(env.BERTH_SOURCES_DIR)
  const { createS3BlobStore } = await loadS3()
  return createS3BlobStore({ ...bucket, prefix: 'sources/' })
}

/** Logs that outlive their instance: below `logs/` of the bucket where one is named, else in files beside the sources. */
export async function openLogs(
  env: { BERTH_SOURCES_DIR: string } & Parameters<typeof readS3Settings>[0],
): Promise<BlobStore> {
  const bucket = readS3Settings(env)
  if (!bucket) return createFileBlobStore(join(env.BERTH_SOURCES_DIR, 'logs'))
  const { createS3BlobStore } = await loadS3()
  return createS3BlobStore({ ...bucket, prefix: 'logs/' })
}

/** The registry's content: in the bucket where one is named, else in files. */
export async function openBlobs(
  env: { BERTH_BLOBS_DIR: string } & Parameters<typeof readS3Settings>[0],
  db: Db,
): Promise<BlobStore> {
  const bucket = readS3Settings(env)
  if (!bucket) return createFileBlobStore(env.BERTH_BLOBS_DIR)
  const { createS3BlobStore } = await loadS3()
  return createS3BlobStore(bucket, createBlobPlaces(db))
}
