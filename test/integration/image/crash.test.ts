import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { archive } from './support/archive.ts'
import { type ImageWorld, INIT, makeImageWorld } from './support/image-world.ts'

const run = promisify(execFile)

let world: ImageWorld
beforeAll(async () => {
  world = await makeImageWorld()
})
afterAll(() => world.close())

test('a process killed while it unpacks leaves nothing that is served, and a sweep removes the rest', async () => {
  const noise = Array.from({ length: 40 }, (_, i) => ({
    name: `noise-${i}`,
    text: randomBytes(20_000).toString('hex'),
  }))
  const digest = await world.push([{ tar: archive(...noise), packing: 'none' }])
  world.door.fault = (path) =>
    path.includes('/blobs/') ? { kind: 'slow', bytesPerTick: 4000 } : { kind: 'none' }
  await killWhileUnpacking(digest)

  const store = await world.open()
  expect(await store.get(digest)).toBeUndefined()
  expect(await world.contents()).toMatchObject({ layers: [], images: [] })
  expect(await store.sweep({ digests: new Set(), snapshots: new Set() })).toBeGreaterThan(10_000)
  expect(await world.contents()).toEqual({ layers: [], images: [], snapshots: [], staging: [] })

  world.door.fault = () => ({ kind: 'none' })
  expect(await readdir((await world.pull(digest, { store })).layers[0] ?? '')).toHaveLength(40)
})

test('a large layer goes on where it was when its process was killed, and begins anew when what was left is wrong', async () => {
  const large = Array.from({ length: 80 }, (_, i) => ({
    name: `large-${i}`,
    text: randomBytes(20_000).toString('hex'),
  }))
  const digest = await world.push([{ tar: archive(...large), packing: 'none' }])
  world.door.fault = (path) =>
    path.includes('/blobs/') ? { kind: 'slow', bytesPerTick: 8000 } : { kind: 'none' }
  await killWhileUnpacking(digest, async () => (await keptBytes()) > 500_000)
  const left = await keptBytes()
  const ranges = () => world.door.seen.flatMap(({ range }) => range ?? [])

  world.door.fault = () => ({ kind: 'none' })
  const store = await world.open({ keepFrom: 1_000_000 })
  await store.sweep({ digests: new Set(), snapshots: new Set() })
  const pulled = await world.pull(digest, { store })
  expect(ranges()).toEqual([`bytes=${left}-`])
  expect(await readdir(pulled.layers[0] ?? '')).toHaveLength(80)
  expect(await keptBytes()).toBe(0)

  await store.sweep({ digests: new Set(), snapshots: new Set() })
  await writeFile(join(world.dir, 'store/kept', `sha256-${await layerHex(digest)}`), Buffer.alloc(700_000, 7))
  const again = await world.pull(digest, { store })
  expect(ranges()).toEqual([`bytes=${left}-`])
  expect(await readdir(again.layers[0] ?? '')).toHaveLength(80)
  expect(await keptBytes()).toBe(0)
})

/** Kills the puller when some files, but not all, are on disk; its helper must end with it. */
async function killWhileUnpacking(
  digest: string,
  far = async () => (await stagedFiles()) > 3,
): Promise<void> {
  const script = join(import.meta.dirname, 'support/pull-forever.ts')
  const dir = join(world.dir, 'store')
  const child = spawn(process.execPath, [script, dir, INIT, world.door.url, digest], { stdio: 'inherit' })
  await eventually(far, { what: 'the first files' })
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await stagedFiles()).toBeLessThan(80)
  await eventually(async () => !(await helperRuns()), { what: 'the end of berth-init' })
}

/** Of the one layer that is kept while it comes. */
async function keptBytes(): Promise<number> {
  const [name] = await readdir(join(world.dir, 'store/kept'))
  return name === undefined ? 0 : (await stat(join(world.dir, 'store/kept', name))).size
}

/** Of the only layer of an image, as the registry has it. */
async function layerHex(digest: string): Promise<string> {
  const asked = world.door.seen.filter(({ path }) => path.includes('/blobs/') && !path.endsWith(digest))
  return asked.at(-1)?.path.split('sha256:').at(-1) ?? ''
}

async function stagedFiles(): Promise<number> {
  const { staging } = await world.contents()
  const [aside] = staging
  if (!aside) return 0
  return readdir(join(world.dir, 'store/staging', aside, 'fs')).then(
    (names) => names.length,
    () => 0,
  )
}

/** A process that has the staged folder open. */
async function helperRuns(): Promise<boolean> {
  const staging = join(world.dir, 'store/staging')
  const { stdout } = await run('find', [
    '/proc',
    '-maxdepth',
    '3',
    '-path',
    '*/fd/3',
    '-lname',
    `${staging}/*`,
  ]).catch((error: { stdout: string }) => error)
  return stdout.trim() !== ''
}
