import type { Bucket } from './bucket.ts'
import { BLOBS, leftCopyId, uploadFolder, uploadOfKey, UPLOADS } from './s3-keys.ts'

type Left = { readonly uploadId: string; readonly touchedAt: Date }

/** Every upload that left objects or parts; and copies to a blob's own key that were not ended, each as one. */
export async function listLeftovers(bucket: Bucket): Promise<readonly Left[]> {
  const touched = new Map<string, Date>()
  const note = (uploadId: string | undefined, at: Date) => {
    if (uploadId === undefined) return
    const known = touched.get(uploadId)
    if (!known || known < at) touched.set(uploadId, at)
  }
  for await (const { key, at } of bucket.list(UPLOADS)) note(uploadOfKey(key), at)
  for await (const { key, at } of bucket.listParts(UPLOADS)) note(uploadOfKey(key), at)
  for (const prefix of BLOBS)
    for await (const left of bucket.listParts(prefix)) note(leftCopyId(left), left.at)
  return [...touched].map(([uploadId, touchedAt]) => ({ uploadId, touchedAt }))
}

/** All that an upload has in the bucket, and what is on its way there. */
export async function removeUpload(bucket: Bucket, uploadId: string): Promise<void> {
  for await (const { key, id } of bucket.listParts(uploadFolder(uploadId))) await bucket.abortParts(key, id)
  await removeObjects(bucket, uploadId)
}

export async function removeObjects(bucket: Bucket, uploadId: string): Promise<void> {
  for await (const { key } of bucket.list(uploadFolder(uploadId))) await bucket.remove(key)
}

/** Aborts the copy that `listLeftovers` called so. */
export async function removeLeftCopy(bucket: Bucket, uploadId: string): Promise<void> {
  for (const prefix of BLOBS)
    for await (const left of bucket.listParts(prefix))
      if (leftCopyId(left) === uploadId) await bucket.abortParts(left.key, left.id)
}
