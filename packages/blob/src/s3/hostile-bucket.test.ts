import { once } from 'node:events'
import { Agent as HttpAgent, createServer, type RequestListener, type Server } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { Secret } from '@berth/core'
import { afterEach, expect, test } from 'vitest'
import { openBucket } from './bucket.ts'

const MIB = 1024 ** 2
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A bucket whose server does what `answer` does. */
async function hostile(answer: RequestListener, limits: { totalMs?: number; pages?: number } = {}) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const stop = new AbortController()
  const settings = {
    ...{ endpoint: `http://127.0.0.1:${port}`, bucket: 'b', region: 'r', accessKeyId: 'k', pathStyle: true },
    secretAccessKey: new Secret('s'),
  }
  const agents = { http: new HttpAgent(), https: new HttpsAgent() }
  const most = { idleMs: 60_000, totalMs: 60_000, pages: 20, ...limits }
  return { stop, bucket: openBucket(settings, { ...agents, ...most, cut: stop.signal }) }
}

/** Writes as long as somebody reads, and counts. */
function endless(status: number) {
  const told = { bytes: 0, cut: 0 }
  const chunk = Buffer.alloc(64 * 1024, 'x')
  const answer: RequestListener = (request, response) => {
    request.resume()
    response.once('close', () => told.cut++)
    response.writeHead(status, { 'content-type': 'application/xml' })
    const pour = () => {
      while (!response.destroyed && told.bytes < 1024 * MIB) {
        told.bytes += chunk.length
        if (!response.write(chunk)) return void response.once('drain', pour)
      }
    }
    pour()
  }
  return { told, answer }
}

const page = (text: string) =>
  `<?xml version="1.0"?><ListBucketResult><IsTruncated>true</IsTruncated>${text}</ListBucketResult>`

async function all(list: AsyncIterable<unknown>): Promise<number> {
  let count = 0
  for await (const _ of list) count++
  return count
}

test.each([200, 400, 503])('an answer %s without end is cut off, and takes no memory', async (status) => {
  const { told, answer } = endless(status)
  const { bucket } = await hostile(answer)
  const refused = { code: 'storage.refused', details: { why: 'it answers with more than 4 MiB' } }
  await expect(bucket.put('a', Buffer.from('x'))).rejects.toMatchObject(refused)
  await expect(all(bucket.list(''))).rejects.toMatchObject(refused)
  await expect(bucket.completeParts('a', 'id', [])).rejects.toMatchObject(refused)
  if (status !== 200) await expect(bucket.read('a')).rejects.toMatchObject(refused)
  expect(told.bytes).toBeLessThan(200 * MIB)
  await expect.poll(() => told.cut).toBeGreaterThanOrEqual(status === 200 ? 3 : 4)
})

test('an object may be as long as it is', async () => {
  const object = Buffer.alloc(9 * MIB, 'o')
  const { bucket } = await hostile((_request, response) => response.end(object))
  const content = await bucket.read('a')
  const chunks = await content?.toArray()
  expect(Buffer.concat(chunks ?? []).equals(object)).toBe(true)
})

test('an answer that comes byte by byte is over after the time of a whole call', async () => {
  const { bucket } = await hostile(
    (request, response) => {
      request.resume()
      response.writeHead(400)
      const timer = setInterval(() => response.write(' '), 20)
      response.once('close', () => clearInterval(timer))
    },
    { totalMs: 500 },
  )
  await expect(bucket.put('a', Buffer.from('x'))).rejects.toMatchObject({
    code: 'storage.unreachable',
    details: { why: 'it did not answer within 0.5 s' },
  })
})

test('what is cut off is not tried again, and an object ends in its middle', async () => {
  let asked = 0
  const { bucket, stop } = await hostile((_request, response) => {
    asked++
    if (asked > 1) return
    response.writeHead(200, { 'content-length': '1000' })
    response.write('begin')
  })
  const content = await bucket.read('a')
  const reading = content?.toArray()
  const waiting = bucket.put('b', Buffer.from('x'))
  await expect.poll(() => asked).toBe(2)
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'storage.unreachable' })
  await expect(reading).rejects.toThrow()
  expect(asked).toBe(2)
})

test('what a call that was cut began is given up all the same', async () => {
  const asked: (string | undefined)[] = []
  const { bucket, stop } = await hostile((request, response) => {
    asked.push(request.method)
    response.writeHead(204).end()
  })
  stop.abort()
  await expect(bucket.beginParts('a')).rejects.toMatchObject({ code: 'storage.unreachable' })
  await bucket.abortParts('a', 'id')
  expect(asked).toEqual(['DELETE'])
})

test('a list that names the same next page twice is refused', async () => {
  let asked = 0
  const { bucket } = await hostile((_request, response) => {
    asked++
    response.end(page('<NextContinuationToken>again</NextContinuationToken>'))
  })
  await expect(all(bucket.list(''))).rejects.toThrow('the same next page')
  expect(asked).toBe(2)
})

test('a list of empty pages without end is refused, of objects and of parts', async () => {
  let asked = 0
  const { bucket } = await hostile((_request, response) => {
    asked++
    response.end(
      page(
        `<NextContinuationToken>${asked}</NextContinuationToken><NextKeyMarker>${asked}</NextKeyMarker><NextUploadIdMarker>u</NextUploadIdMarker>`,
      ),
    )
  })
  await expect(all(bucket.list(''))).rejects.toThrow('more than 20 pages')
  expect(asked).toBe(20)
  await expect(all(bucket.listParts(''))).rejects.toThrow('more than 20 pages')
  expect(asked).toBe(40)
})
