import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { startBlobDownload } from './blob-download.ts'

const MIB = 1024 * 1024
const whole = Buffer.alloc(6 * MIB, 'berth')

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A download whose bytes come when the test sends them; `finish` is what the store does at the end. */
function download(size: number, finish: () => Promise<void> = async () => undefined) {
  const body = new Readable({ read: () => undefined })
  const reads: number[] = []
  const running = startBlobDownload({
    host: 'hub.example',
    size,
    body,
    store: async (bytes) => {
      await collect(bytes)
      await finish()
    },
    read: async ({ start, end }) => {
      reads.push(start)
      return Readable.from([whole.subarray(start, end + 1)])
    },
  })
  return { body, running, reads }
}

test('who follows from the begin gets all of it, and only the last byte waits for the digest', async () => {
  const verified = Promise.withResolvers<void>()
  const { body, running } = download(1000, () => verified.promise)
  const bytes = running.follow()[Symbol.asyncIterator]()
  body.push(whole.subarray(0, 600))
  expect((await bytes.next()).value).toHaveLength(600)
  body.push(whole.subarray(600, 1000))
  body.push(null)
  expect((await bytes.next()).value).toHaveLength(399)
  const last = bytes.next()
  verified.resolve()
  expect((await last).value).toHaveLength(1)
  expect((await bytes.next()).done).toBe(true)
})

test('who falls behind, or comes later, goes on from the store', async () => {
  const { body, running, reads } = download(whole.length)
  const slow = running.follow()[Symbol.asyncIterator]()
  body.push(whole.subarray(0, MIB))
  const first = await slow.next()
  for (let at = MIB; at < whole.length; at += MIB) body.push(whole.subarray(at, at + MIB))
  body.push(null)
  await running.done
  const rest = await collect({ [Symbol.asyncIterator]: () => slow })
  expect(Buffer.concat([first.value ?? Buffer.alloc(0), rest]).equals(whole)).toBe(true)
  expect((await collect(running.follow())).equals(whole)).toBe(true)
  expect(reads).toEqual([MIB, 0])
})

test('all who follow learn that the digest was wrong', async () => {
  const { body, running } = download(10, async () => {
    throw new Error('another digest')
  })
  const followers = [collect(running.follow()), collect(running.follow())]
  body.push(whole.subarray(0, 10))
  body.push(null)
  for (const follower of followers) await expect(follower).rejects.toThrow('another digest')
})

test('too few and too many bytes are no download', async () => {
  const short = download(10)
  short.body.push(whole.subarray(0, 9))
  short.body.push(null)
  await expect(short.running.done).rejects.toThrow('it sent 9 of 10 bytes')
  const long = download(10)
  long.body.push(whole.subarray(0, 11))
  await expect(long.running.done).rejects.toThrow('more than the 10 bytes')
})

test('nothing is a blob too', async () => {
  const { body, running } = download(0)
  body.push(null)
  expect(await collect(running.follow())).toHaveLength(0)
})
