import { expect, test } from 'vitest'
import { createBlobPlaces } from './blob-places.ts'
import { blobKey, digestOfKey, placeOfKey } from './s3-keys.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const plain = blobKey(digest)

async function all(keys: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = []
  for await (const key of keys) found.push(key)
  return found
}

test('a key with a place is read back, and one without', () => {
  expect([digestOfKey(blobKey(digest, 'p1')), placeOfKey(blobKey(digest, 'p1'))]).toEqual([digest, 'p1'])
  expect([digestOfKey(plain), placeOfKey(plain)]).toEqual([digest, undefined])
  expect(digestOfKey(`${plain}.p1.x`)).toBeUndefined()
})

test('content that came back lies elsewhere, and a reader who knew the old place finds it', async () => {
  let place: string | null = 'p1'
  const places = createBlobPlaces(async () => place)
  expect(await all(places.toRead(digest))).toEqual([`${plain}.p1`, plain])
  place = 'p2'
  expect(await all(places.toRead(digest))).toEqual([`${plain}.p1`, `${plain}.p2`, plain])
  expect(await places.toWrite(digest)).toBe(`${plain}.p2`)
})

test('nothing is stored that nobody announced', async () => {
  const places = createBlobPlaces(async () => null)
  await expect(places.toWrite(digest)).rejects.toMatchObject({ code: 'registry.blob_upload_unknown' })
  expect(await places.all(digest)).toEqual([plain])
})

test('where nobody knows of places, a digest has one key', async () => {
  const places = createBlobPlaces(undefined)
  expect(await places.toWrite(digest)).toBe(plain)
  expect(await all(places.toRead(digest))).toEqual([plain])
})
