import { createHash, randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { loadS3, type S3Settings } from '@berth/blob'
import { Secret } from '@berth/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSwift, type TestSwift } from '../../support/swift.ts'
import { blobStoreSuite } from './blob-store-suite.ts'
import { describeBucket } from '../../support/described-store.ts'
import { killedWriterSuite } from './killed-writer-suite.ts'

const MIB = 1024 * 1024
const { checkBucket, createS3BlobStore } = await loadS3()

let swift: TestSwift
let settings: S3Settings
beforeAll(async () => {
  swift = await startSwift()
  settings = await swift.createBucket()
})
afterAll(() => swift.stop())

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const newUpload = () => `upl_${randomBytes(8).toString('hex')}`
async function* chunks(...parts: readonly Uint8Array[]) {
  yield* parts
}
async function* cut(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
  throw new Error('the body was cut')
}

describe('s3', () => blobStoreSuite(() => createS3BlobStore(settings)))
describe('s3, killed', () => killedWriterSuite(() => describeBucket(settings)))

test('long and short chunks of several processes become one blob, by the parts of S3', async () => {
  const parts = [randomBytes(9 * MIB), randomBytes(100), randomBytes(20 * MIB), randomBytes(3 * MIB)]
  const uploadId = newUpload()
  await (await createS3BlobStore(settings).create(uploadId)).suspend()
  for (const part of parts) {
    const writer = await createS3BlobStore(settings).resume(uploadId)
    await writer?.append(chunks(part))
    await writer?.suspend()
  }
  const whole = Buffer.concat(parts)
  const store = createS3BlobStore(settings)
  const last = await store.resume(uploadId)
  expect(await last?.commit({ digest: sha256(whole) })).toEqual({ size: whole.length })
  expect((await buffer(await store.read(sha256(whole)))).equals(whole)).toBe(true)
  expect(await store.uploads()).toEqual([])
})

test('what is longer than one copy may be is copied in parts, and nothing of it is left half done', async () => {
  const copies = { object: 6 * MIB, part: 7 * MIB }
  const store = createS3BlobStore({ ...settings, copies })
  const whole = randomBytes(20 * MIB)
  const writer = await store.create(newUpload())
  await writer.append(chunks(whole))
  expect(await writer.commit({ digest: sha256(whole) })).toEqual({ size: whole.length })
  expect(await partsOf(sha256(whole))).toBe(3)
  expect((await buffer(await store.read(sha256(whole)))).equals(whole)).toBe(true)
  const range = { start: 13 * MIB, end: 14 * MIB - 1 }
  expect(
    (await buffer(await store.read(sha256(whole), range))).equals(whole.subarray(range.start, range.end + 1)),
  ).toBe(true)
  expect(await store.uploads()).toEqual([])
})

/** The server says it in the tag of what was made of parts: `hash-count`. */
async function partsOf(digest: string): Promise<number> {
  const { HeadObjectCommand, ListObjectsV2Command, S3Client } = await import('@aws-sdk/client-s3')
  const { endpoint, region, bucket: Bucket, accessKeyId, secretAccessKey } = settings
  const credentials = { accessKeyId, secretAccessKey: secretAccessKey.reveal() }
  const client = new S3Client({ endpoint, region, forcePathStyle: true, credentials })
  try {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }))
    const [key] = Contents.flatMap(({ Key = '' }) =>
      Key.includes(digest.slice('sha256:'.length)) ? [Key] : [],
    )
    const { ETag = '' } = await client.send(new HeadObjectCommand({ Bucket, Key: key }))
    return Number(/-(\d+)"?$/.exec(ETag)?.[1] ?? 1)
  } finally {
    client.destroy()
  }
}

test('a long body that is cut leaves no parts', async () => {
  const store = createS3BlobStore(settings)
  const writer = await store.create(newUpload())
  await expect(writer.append(cut(randomBytes(20 * MIB)))).rejects.toThrow('the body was cut')
  await writer.cancel()
  expect(await store.uploads()).toEqual([])
})

test('an upload that was cancelled while somebody wrote is not there again afterwards', async () => {
  const [store, uploadId] = [createS3BlobStore(settings), newUpload()]
  const writer = await store.create(uploadId)
  await writer.append(chunks(randomBytes(20 * MIB)))
  await createS3BlobStore(settings).cancelUpload(uploadId)
  await expect(writer.suspend()).rejects.toMatchObject({ code: 'registry.blob_upload_unknown' })
  expect(await store.uploads()).toEqual([])
})

test('a server that goes away in the middle is named, and the upload goes on when it is back', async () => {
  const [store, uploadId, first] = [createS3BlobStore(settings), newUpload(), randomBytes(MIB)]
  const writer = await store.create(uploadId)
  await writer.append(chunks(first))
  await writer.suspend()
  const second = await store.resume(uploadId)
  async function* untilKilled() {
    yield randomBytes(9 * MIB)
    await swift.kill()
    yield randomBytes(20 * MIB)
  }
  await expect(second?.append(untilKilled())).rejects.toMatchObject({ code: 'storage.unreachable' })
  await expect(store.stat(sha256(first))).rejects.toMatchObject({ code: 'storage.unreachable' })
  await swift.start()
  const third = await store.resume(uploadId)
  expect(third?.offset).toBe(MIB)
  await third?.commit({ digest: sha256(first) })
  expect((await buffer(await store.read(sha256(first)))).equals(first)).toBe(true)
  await store.cancelUpload(uploadId)
  expect(await store.uploads()).toEqual([])
})

test('a bucket that can be used is known, and one that cannot says why without its secret', async () => {
  await checkBucket(settings)
  const wrong: readonly Partial<S3Settings>[] = [
    { bucket: 'there-is-none' },
    { secretAccessKey: new Secret('not the secret') },
    { accessKeyId: 'test:nobody' },
  ]
  for (const part of wrong)
    await expect(checkBucket({ ...settings, ...part })).rejects.toMatchObject({ code: 'storage.refused' })
  await expect(checkBucket({ ...settings, endpoint: 'http://127.0.0.1:1' })).rejects.toMatchObject({
    code: 'storage.unreachable',
    message: expect.not.stringContaining(settings.secretAccessKey.reveal()),
  })
})
