import { createHash, randomBytes } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BlobContent, BlobStore, StoredBlob } from '@berth/blob'
import { expect, test } from 'vitest'

/** What every BlobStore must do. `open` makes another store over the same content, as a second process would. */
export function blobStoreSuite(open: () => BlobStore): void {
  const digestOf = (bytes: Uint8Array, algorithm = 'sha256') =>
    `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
  const newUpload = () => `upl_${randomBytes(8).toString('hex')}`

  async function* chunks(...parts: readonly Uint8Array[]) {
    yield* parts
  }
  async function* cut(first: Uint8Array): AsyncGenerator<Uint8Array> {
    yield first
    throw new Error('the body was cut')
  }
  const put = async (store: BlobStore, bytes: Uint8Array, digest = digestOf(bytes)) => {
    const writer = await store.create(newUpload())
    await writer.append(chunks(bytes))
    return writer.commit({ digest })
  }
  const remove = async (digest: string) => (await open().setAside(digest)).finish()
  const read = async (store: BlobStore, digest: string, range?: { start: number; end: number }) =>
    buffer(await store.read(digest, range))

  test.each(['sha256', 'sha512'])('what was written is read back by its %s', async (algorithm) => {
    const bytes = randomBytes(300_000)
    const digest = digestOf(bytes, algorithm)
    expect(await put(open(), bytes, digest)).toEqual({ size: bytes.length })
    expect(await open().stat(digest)).toEqual({ size: bytes.length })
    expect((await read(open(), digest)).equals(bytes)).toBe(true)
  })

  test('an empty blob is a blob', async () => {
    const digest = digestOf(Buffer.alloc(0))
    const writer = await open().create(newUpload())
    await writer.commit({ digest })
    expect(await open().stat(digest)).toEqual({ size: 0 })
    expect((await read(open(), digest)).length).toBe(0)
  })

  test('a range has both its ends', async () => {
    const bytes = randomBytes(1000)
    await put(open(), bytes)
    expect((await read(open(), digestOf(bytes), { start: 10, end: 19 })).equals(bytes.subarray(10, 20))).toBe(
      true,
    )
  })

  const answering = async (
    answer: (response: ServerResponse) => Promise<void>,
    ask: (url: string) => Promise<void>,
  ) => {
    const server = createServer((_, response) => void answer(response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    try {
      await ask(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }
  const send = (content: BlobContent, response: ServerResponse) =>
    content.sendTo ? content.sendTo(response) : pipeline(content, response)

  test('content is sent whole or in part, also to who reads slowly', async () => {
    const bytes = randomBytes(3_000_001)
    await put(open(), bytes)
    for (const range of [undefined, { start: 0, end: 0 }, { start: 5, end: 2_600_000 }]) {
      const answer = async (response: ServerResponse) =>
        send(await open().read(digestOf(bytes), range), response)
      await answering(answer, async (url) => {
        const parts: Uint8Array[] = []
        for await (const part of (await fetch(url)).body ?? []) {
          parts.push(part)
          if (parts.length % 8 === 1) await sleep(5)
        }
        expect(Buffer.concat(parts).equals(range ? bytes.subarray(range.start, range.end + 1) : bytes)).toBe(
          true,
        )
      })
    }
  })

  test('a reader who goes away ends the sending', async () => {
    const bytes = randomBytes(20_000_000)
    await put(open(), bytes)
    let sending: Promise<void> = Promise.resolve()
    let content: BlobContent | undefined
    const answer = async (response: ServerResponse) => {
      content = await open().read(digestOf(bytes))
      sending = send(content, response)
      sending.catch(() => undefined) // looked at below
    }
    await answering(answer, async (url) => {
      const gone = new AbortController()
      const { body } = await fetch(url, { signal: gone.signal })
      await body?.getReader().read()
      gone.abort()
      await expect(sending).rejects.toThrow()
    })
    expect(content?.destroyed).toBe(true)
  })

  test('nothing can be read before it is committed', async () => {
    const bytes = randomBytes(1000)
    const writer = await open().create(newUpload())
    await writer.append(chunks(bytes))
    expect(await open().stat(digestOf(bytes))).toBeUndefined()
    await writer.commit({ digest: digestOf(bytes) })
    expect(await open().stat(digestOf(bytes))).toBeDefined()
  })

  test('wrong content is refused and is nowhere afterwards', async () => {
    const wanted = digestOf(randomBytes(10))
    const writer = await open().create(newUpload())
    await writer.append(chunks(randomBytes(10)))
    await expect(writer.commit({ digest: wanted })).rejects.toMatchObject({ code: 'registry.digest_invalid' })
    await writer.cancel()
    expect(await open().stat(wanted)).toBeUndefined()
  })

  test('a wrong size is refused', async () => {
    const bytes = randomBytes(10)
    const writer = await open().create(newUpload())
    await writer.append(chunks(bytes))
    await expect(writer.commit({ digest: digestOf(bytes), size: 11 })).rejects.toMatchObject({
      code: 'registry.size_invalid',
    })
    await writer.cancel()
  })

  test('an upload goes on in another process, in many pieces', async () => {
    const [uploadId, parts] = [newUpload(), [randomBytes(70_000), randomBytes(1), randomBytes(50_000)]]
    const first = await open().create(uploadId)
    await first.suspend()
    for (const part of parts) {
      const writer = await open().resume(uploadId)
      await writer?.append(chunks(part))
      await writer?.suspend()
    }
    const last = await open().resume(uploadId)
    expect(last?.offset).toBe(120_001)
    const whole = Buffer.concat(parts)
    await last?.commit({ digest: digestOf(whole) })
    expect((await read(open(), digestOf(whole))).equals(whole)).toBe(true)
    expect(await open().resume(uploadId)).toBeUndefined()
  })

  test('an upload of one process is committed by it with more bytes, by sha512', async () => {
    const [store, uploadId, parts] = [open(), newUpload(), [randomBytes(1000), randomBytes(2000)]]
    const first = await store.create(uploadId)
    await first.append(chunks(parts[0] ?? Buffer.alloc(0)))
    await first.suspend()
    const second = await store.resume(uploadId)
    await second?.append(chunks(parts[1] ?? Buffer.alloc(0)))
    const whole = Buffer.concat(parts)
    expect(await second?.commit({ digest: digestOf(whole, 'sha512') })).toEqual({ size: 3000 })
  })

  test('a body that is cut takes nothing with it, and what came before stays', async () => {
    const [store, uploadId, bytes] = [open(), newUpload(), randomBytes(5000)]
    const writer = await store.create(uploadId)
    await writer.append(chunks(bytes))
    await writer.suspend()
    const second = await store.resume(uploadId)
    await expect(second?.append(cut(randomBytes(3_000_000)))).rejects.toThrow('the body was cut')
    await second?.suspend()
    const third = await store.resume(uploadId)
    expect(third?.offset).toBe(5000)
    await third?.commit({ digest: digestOf(bytes) })
    expect((await read(store, digestOf(bytes))).equals(bytes)).toBe(true)
  })

  test('of two writers that go on from one offset, one wins and no bytes are mixed', async () => {
    const [uploadId, a, b] = [newUpload(), randomBytes(1000), randomBytes(1000)]
    await (await open().create(uploadId)).suspend()
    const [one, two] = [await open().resume(uploadId), await open().resume(uploadId)]
    await one?.append(chunks(a))
    await two?.append(chunks(b))
    await one?.suspend()
    await expect(two?.suspend()).rejects.toMatchObject({ code: 'registry.range_invalid' })
    const last = await open().resume(uploadId)
    await last?.commit({ digest: digestOf(a) })
    expect((await read(open(), digestOf(a))).equals(a)).toBe(true)
  })

  test('two uploads of one content at once both succeed', async () => {
    const bytes = randomBytes(100_000)
    await Promise.all([put(open(), bytes), put(open(), bytes), put(open(), bytes)])
    expect((await read(open(), digestOf(bytes))).equals(bytes)).toBe(true)
  })

  test('a cancelled upload is gone, and cancelling again is no error', async () => {
    const [store, uploadId] = [open(), newUpload()]
    const writer = await store.create(uploadId)
    await writer.append(chunks(randomBytes(10)))
    await writer.suspend()
    expect((await store.uploads()).map((upload) => upload.uploadId)).toContain(uploadId)
    await store.cancelUpload(uploadId)
    await store.cancelUpload(uploadId)
    expect(await open().resume(uploadId)).toBeUndefined()
    expect((await store.uploads()).map((upload) => upload.uploadId)).not.toContain(uploadId)
  })

  test('an upload that was cancelled meanwhile takes no more bytes', async () => {
    const [store, uploadId] = [open(), newUpload()]
    await (await store.create(uploadId)).suspend()
    const writer = await store.resume(uploadId)
    await open().cancelUpload(uploadId)
    const writing = async () => {
      await writer?.append(chunks(randomBytes(10)))
      await writer?.suspend()
    }
    await expect(writing()).rejects.toMatchObject({ code: 'registry.blob_upload_unknown' })
    expect(await open().resume(uploadId)).toBeUndefined()
  })

  test('a removed blob is gone, and removing it again is no error', async () => {
    const bytes = randomBytes(10)
    await put(open(), bytes)
    await remove(digestOf(bytes))
    await remove(digestOf(bytes))
    expect(await open().stat(digestOf(bytes))).toBeUndefined()
    await expect(read(open(), digestOf(bytes))).rejects.toMatchObject({ code: 'registry.blob_unknown' })
  })

  test('a removal that is not sure any more takes nothing away', async () => {
    const bytes = randomBytes(10)
    await put(open(), bytes)
    await (await open().setAside(digestOf(bytes))).undo()
    expect((await read(open(), digestOf(bytes))).equals(bytes)).toBe(true)
  })

  test('content that was stored while a removal was not sure stays', async () => {
    const bytes = randomBytes(10)
    await put(open(), bytes)
    const aside = await open().setAside(digestOf(bytes))
    await put(open(), bytes)
    await aside.undo()
    expect((await read(open(), digestOf(bytes))).equals(bytes)).toBe(true)
  })

  test('what is here is listed in the order of its digests, with its size, and nothing that was removed', async () => {
    const all = Array.from({ length: 12 }, (_, i) => randomBytes(i + 1))
    for (const bytes of all) await put(open(), bytes)
    const long = randomBytes(100)
    await put(open(), long, digestOf(long, 'sha512'))
    const [gone] = all
    if (gone) await remove(digestOf(gone))
    const listed: StoredBlob[] = []
    for await (const blob of open().list()) listed.push(blob)
    const digests = listed.map(({ digest }) => digest)
    expect(digests).toEqual(digests.toSorted())
    const sizes = new Map(listed.map(({ digest, size }) => [digest, size]))
    for (const bytes of all.slice(1)) expect(sizes.get(digestOf(bytes))).toBe(bytes.length)
    expect(sizes.get(digestOf(long, 'sha512'))).toBe(100)
    expect(sizes.has(digestOf(gone ?? long))).toBe(false)
    for (const { storedAt } of listed) expect(Date.now() - storedAt.getTime()).toBeLessThan(3_600_000)
  })

  test.each(['sha256:../../etc/passwd', 'sha256:ABC', 'md5:d41d8cd98f00b204e9800998ecf8427e', ''])(
    'a digest that is none (%s) reaches no path',
    async (digest) => {
      await expect(open().stat(digest)).rejects.toMatchObject({ code: 'registry.digest_invalid' })
    },
  )

  test.each(['../x', 'a/b', ''])('an upload id that is none (%s) reaches no path', async (uploadId) => {
    await expect(open().create(uploadId)).rejects.toMatchObject({ code: 'registry.blob_upload_unknown' })
  })
}
