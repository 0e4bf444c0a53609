/** The SDK takes 30 MiB of memory: only who keeps blobs in a bucket loads it. */
export async function loadS3() {
  const [{ createS3BlobStore }, { checkBucket }] = await Promise.all([
    import('./s3/s3-blob-store.ts'),
    import('./s3/check-bucket.ts'),
  ])
  return { createS3BlobStore, checkBucket }
}
