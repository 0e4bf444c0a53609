import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decompress } from './decompress.ts'

async function unpacked(...pieces: readonly Buffer[]): Promise<string> {
  const found: Buffer[] = []
  for await (const bytes of decompress(sourceOf(pieces))) found.push(bytes)
  return Buffer.concat(found).toString()
}

async function* sourceOf(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces
}

/** A frame that holds no data, as `zstd:chunked` ends with. */
function skippable(size: number): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(0x184d2a53)
  head.writeUInt32LE(size, 4)
  return Buffer.concat([head, Buffer.alloc(size, 7)])
}

const noise = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i * 2_654_435_761) >>> 24))
const hello = zstdCompressSync('hello ')
const world = zstdCompressSync('world')

test.each<[string, Buffer]>([
  ['two frames of zstd', Buffer.concat([hello, world])],
  ['skippable frames of zstd at the end', Buffer.concat([hello, world, skippable(100)])],
  ['skippable frames of zstd everywhere', Buffer.concat([skippable(0), hello, skippable(70_000), world])],
  ['two members of gzip', Buffer.concat([gzipSync('hello '), gzipSync('world')])],
  ['nothing that packs', Buffer.from('hello world')],
])('%s are taken, in one piece or byte by byte', async (_what, packed) => {
  expect(await unpacked(packed)).toBe('hello world')
  if (packed.length > 1000) return
  expect(await unpacked(...[...packed].map((byte) => Buffer.from([byte])))).toBe('hello world')
})

test('frames of many blocks are taken whole', async () => {
  const frames = [noise, Buffer.alloc(1_000_000), noise.subarray(5)]
  const packed = Buffer.concat(frames.map((frame) => zstdCompressSync(frame)))
  expect(await unpacked(packed)).toBe(Buffer.concat(frames).toString())
})

test.each([
  ['in its header', hello.subarray(0, 5)],
  ['in a block', Buffer.concat([hello, world.subarray(0, -3)])],
  ['in a skippable frame', Buffer.concat([hello, skippable(9).subarray(0, -1)])],
  ['with something else', Buffer.concat([hello, Buffer.from('more')])],
  ['in a member of gzip', gzipSync('hello').subarray(0, -3)],
])('what ends %s is corrupt', async (_where, packed) => {
  await expect(unpacked(packed)).rejects.toMatchObject({ code: 'image.corrupt' })
})

test('what its source throws is thrown', async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield hello
    throw new Error('the network is gone')
  }
  await expect(async () => {
    for await (const _bytes of decompress(broken())) continue
  }).rejects.toThrow('the network is gone')
})
