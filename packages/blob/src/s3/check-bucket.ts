import { randomUUID } from 'node:crypto'
import { openBucket } from './bucket.ts'
import type { S3Settings } from './s3-settings.ts'

/** Writes, reads and removes a small object: better at start than in somebody's push. Errors: storage.refused, storage.unreachable. */
export async function checkBucket(settings: S3Settings): Promise<void> {
  const bucket = openBucket(settings)
  const key = `probe/${randomUUID()}`
  await bucket.put(key, Buffer.from('probe'))
  await bucket.size(key)
  await bucket.remove(key)
}
