import { type BlobStore, createFileBlobStore, createS3BlobStore } from '@berth/blob'
import { readS3Settings } from './s3-env.ts'

/** The registry's content: in the bucket where one is named, else in files. */
export function openBlobs(
  env: { BERTH_BLOBS_DIR: string } & Parameters<typeof readS3Settings>[0],
): BlobStore {
  const bucket = readS3Settings(env)
  return bucket ? createS3BlobStore(bucket) : createFileBlobStore(env.BERTH_BLOBS_DIR)
}
