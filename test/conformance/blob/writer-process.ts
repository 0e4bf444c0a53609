import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDescribed } from '../../support/described-store.ts'

/**
 * Run by node with a described store and a task, to be killed in the middle. `blobs`: writes one after the other and
 * prints each digest when it is committed. `upload ID`: keeps a first chunk, prints its length, and goes on writing
 * a second one that never ends.
 */
const [described = '', task = '', uploadId = ''] = process.argv.slice(2)
const store = await openDescribed(JSON.parse(described))
const CHUNK = 6 * 1024 * 1024

async function* once(bytes: Uint8Array) {
  yield bytes
}

async function* endless() {
  for (;;) {
    yield randomBytes(1024 * 1024)
    await sleep(10)
  }
}

async function writeBlobs(): Promise<never> {
  for (let i = 0; ; i++) {
    const bytes = randomBytes(i % 4 === 3 ? CHUNK * 2 : 100_000)
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    const id = `upl_${process.pid}_${i}`
    const first = await store.create(id)
    await first.append(once(bytes.subarray(0, 50_000)))
    await first.suspend()
    const second = await store.resume(id)
    await second?.append(once(bytes.subarray(50_000)))
    await second?.commit({ digest })
    process.stdout.write(`${digest}\n`)
  }
}

async function writeUpload(): Promise<void> {
  const first = await store.create(uploadId)
  await first.append(once(Buffer.alloc(CHUNK, 'a')))
  await first.suspend()
  process.stdout.write(`${CHUNK}\n`)
  const second = await store.resume(uploadId)
  await second?.append(endless())
}

await (task === 'blobs' ? writeBlobs() : writeUpload())
