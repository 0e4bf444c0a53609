/** The SDK takes 30 MiB of memory: only who uses a bucket loads it. */
export async function loadS3() {
  const [{ createS3BlobStore }, { checkBucket }, { openBucket }, { sendObject }] = await Promise.all([
    import('./s3/s3-blob-store.ts'),
    import('./s3/check-bucket.ts'),
    import('./s3/bucket.ts'),
    import('./s3/send-object.ts'),
  ])
  return { createS3BlobStore, checkBucket, openBucket, sendObject }
}
