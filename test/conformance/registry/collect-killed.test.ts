import { execFile, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFileBlobStore } from '@berth/blob'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from './client.ts'
import { collectorOf, DAY_MS, LEASE_MS, ownerOf } from './collect-fixture.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

let registry: RegistryFixture
beforeAll(async () => {
  registry = await startRegistry({ smallBytes: 0 })
})
afterAll(() => registry.close())

const PROGRAM = join(import.meta.dirname, 'collect-model/dying-process.ts')
const POINTS = [
  'before the file is moved',
  'when the file is moved',
  'when the row is deleted',
  'when the file is deleted',
]
/** At every query by BERTH_TEST_KILLS=all. */
const QUERIES = process.env['BERTH_TEST_KILLS'] === 'all' ? Array.from({ length: 24 }, (_, i) => i + 1) : [12]

/** The signal that ended it, or null. */
function collectAndDie(point: string): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, registry.databaseUrl, registry.blobs, point], (error) =>
      resolve(error?.signal ?? null),
    )
  })
}

test.each([...POINTS, ...QUERIES.map((number) => `query ${number}`)])(
  'a collection that is killed %s loses nothing and leaves nothing',
  async (point) => {
    const name = `killed-${point.replaceAll(' ', '-')}`
    const { call, at, pushImage, pushBlob } = await ownerOf(registry, name)
    const kept = await pushImage('kept', {}, `${name} kept`)
    const gone = await pushImage('gone', {}, `${name} gone`)
    await call('DELETE', at(`manifests/${gone.digest}`))
    expect(await collectAndDie(point)).toBe('SIGKILL')

    // whoever pushes the same again right after it has it
    const bytes = Buffer.from(`layer of ${name} gone`)
    expect((await pushBlob(bytes)).status).toBe(201)
    expect((await call('GET', at(`blobs/${sha256(bytes)}`))).body.equals(bytes)).toBe(true)
    expect((await call('GET', at('manifests/kept'))).body.toString()).toBe(kept.manifest)
    for (const { digest } of [kept.layer, kept.config])
      expect((await call('GET', at(`blobs/${digest}`))).status).toBe(200)

    const { run, blobs } = collectorOf(registry)
    await run(0)
    const done = await run(3 * DAY_MS, { reconcile: true })
    expect([done.error, done.missing]).toEqual([null, 0])
    const stored: string[] = []
    for await (const { digest } of blobs.list()) stored.push(digest)
    const rows = await registry.db.blob.findMany({ select: { digest: true }, orderBy: { digest: 'asc' } })
    expect(stored).toEqual(rows.map(({ digest }) => digest))
    expect(stored).not.toContain(sha256(bytes))
    expect(await blobs.uploads()).toEqual([])
  },
)

test('on a disk that is full, collection makes room', async () => {
  const root = mkdtempSync(join(tmpdir(), 'berth-full-'))
  mkdirSync(join(root, 'small'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', join(root, 'small')])
  try {
    const files = createFileBlobStore(join(root, 'small'))
    const bytes = randomBytes(600_000)
    const writer = await files.create('upl_full')
    async function* body() {
      yield bytes
    }
    await writer.append(body())
    await writer.commit({ digest: sha256(bytes) })
    const long = new Date(Date.now() - DAY_MS)
    await registry.db.blob.create({ data: { digest: sha256(bytes), size: 600_000n, leasedAt: long } })
    expect(() => {
      writeFileSync(join(root, 'small/filler'), randomBytes(1_000_000))
    }).toThrow('ENOSPC')
    const done = await collectorOf(registry, { blobs: files }).run(LEASE_MS)
    expect([done.error, done.blobs >= 1]).toEqual([null, true])
    expect(await files.stat(sha256(bytes))).toBeUndefined()
  } finally {
    execFileSync('umount', [join(root, 'small')])
    rmSync(root, { recursive: true, force: true })
  }
})
