import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
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

/** Kills the puller when some files, but not all, are on disk; its helper must end with it. */
async function killWhileUnpacking(digest: string): Promise<void> {
  const script = join(import.meta.dirname, 'support/pull-forever.ts')
  const dir = join(world.dir, 'store')
  const child = spawn(process.execPath, [script, dir, INIT, world.door.url, digest], { stdio: 'inherit' })
  await eventually(async () => (await stagedFiles()) > 3, { what: 'the first files' })
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await stagedFiles()).toBeLessThan(40)
  await eventually(async () => !(await helperRuns()), { what: 'the end of berth-init' })
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
