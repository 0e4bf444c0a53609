import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Snapshot } from '@berth/image'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { archive } from './support/archive.ts'
import { type ImageWorld, makeImageWorld } from './support/image-world.ts'

const run = promisify(execFile)

let world: ImageWorld
beforeAll(async () => {
  world = await makeImageWorld()
})
afterAll(() => world.close())

const keep = (digests: string[], snapshots: string[]) => ({
  digests: new Set(digests),
  snapshots: new Set(snapshots),
})

/** Mounts a snapshot as the runtime does, and looks at it. */
async function mounted<T>({ lower, upper, work }: Snapshot, look: (root: string) => Promise<T>): Promise<T> {
  const root = join(world.dir, 'root')
  await mkdir(root, { recursive: true })
  const options = `lowerdir=${lower.join(':')},upperdir=${upper},workdir=${work}`
  await run('mount', ['-t', 'overlay', 'overlay', '-o', options, root])
  try {
    return await look(root)
  } finally {
    await run('umount', [root])
  }
}

/** bytes; nobody counts them here */
const ROOM = 1024 ** 3

const lower = {
  tar: archive(
    { name: '.', type: 'directory', mode: 0o711, uid: 7 },
    { name: 'srv/', type: 'directory', mode: 0o750, uid: 1000 },
    { name: 'srv/old', text: 'old' },
    { name: 'srv/kept', text: 'kept' },
    { name: 'data/', type: 'directory' },
    { name: 'data/hidden', text: 'hidden' },
  ),
}
const upper = {
  tar: archive(
    { name: 'srv/.wh.old' },
    { name: 'srv/new', text: 'new' },
    { name: 'data/', type: 'directory' },
    { name: 'data/.wh..wh..opq' },
    { name: 'data/fresh', text: 'fresh' },
  ),
}

test('a container sees upper layers over lower ones, and not what they hide', async () => {
  const image = await world.pull(await world.push([lower, upper]))
  const snapshot = await world.store.prepareSnapshot('con_a', image, ROOM)
  await mounted(snapshot, async (root) => {
    expect((await readdir(join(root, 'srv'))).sort()).toEqual(['kept', 'new'])
    expect(await readdir(join(root, 'data'))).toEqual(['fresh'])
    expect(await stat(root)).toMatchObject({ uid: 7, mode: 0o040711 })
  })
})

test('a folder that the upper layer only goes through keeps its owner and mode', async () => {
  const image = await world.pull(await world.push([lower, upper]))
  await mounted(await world.store.prepareSnapshot('con_a', image, ROOM), async (root) => {
    expect(await stat(join(root, 'srv'))).toMatchObject({ uid: 1000, mode: 0o040750 })
  })
})

test('a snapshot that exists keeps what its container wrote, one that was removed is new', async () => {
  const image = await world.pull(await world.push([lower]))
  const snapshot = await world.store.prepareSnapshot('con_b', image, ROOM)
  await mounted(snapshot, (root) => writeFile(join(root, 'note'), 'mine'))
  expect(await world.store.prepareSnapshot('con_b', image, ROOM)).toEqual(snapshot)
  expect(await readFile(join(snapshot.upper, 'note'), 'utf8')).toBe('mine')
  await world.store.removeSnapshot('con_b')
  await world.store.removeSnapshot('con_b')
  expect(await readdir((await world.store.prepareSnapshot('con_b', image, ROOM)).upper)).toEqual([])
})

test('a snapshot is removed however deep its container’s folders go', async () => {
  const image = await world.pull(await world.push([lower]))
  const { upper: folder } = await world.store.prepareSnapshot('con_c', image, ROOM)
  // deeper than the kernel takes in one path, and closed to everybody but root
  const digDeep = 'import os\nfor _ in range(400):\n os.mkdir("d" * 32, 0)\n os.chdir("d" * 32)'
  await run('python3', ['-c', digDeep], { cwd: folder })
  await world.store.removeSnapshot('con_c')
  expect((await world.contents()).snapshots).not.toContain('con_c')
  expect((await world.contents()).staging).toEqual([])
})

test('an image without layers can be mounted', async () => {
  const image = await world.pull(await world.push([]))
  await mounted(await world.store.prepareSnapshot('con_d', image, ROOM), async (root) => {
    expect(await readdir(root)).toEqual([])
    expect(await stat(root)).toMatchObject({ mode: 0o040755 })
  })
})

test('only root can reach the set-uid programs of a layer', async () => {
  for (const folder of ['', 'layers', 'snapshots', 'staging']) {
    expect(await stat(join(world.dir, 'store', folder))).toMatchObject({ mode: 0o040700, uid: 0 })
  }
})

test('a sweep keeps what is asked for and what is mounted, and frees the rest', async () => {
  const [both, single] = [await world.push([lower, upper]), await world.push([lower])]
  await world.pull(single)
  const image = await world.pull(both)
  await world.store.prepareSnapshot('con_kept', image, ROOM)
  await world.store.prepareSnapshot('con_gone', image, ROOM)

  await world.store.sweep(keep([single], ['con_kept']))
  expect(await world.contents()).toMatchObject({
    snapshots: ['con_kept'],
    images: { length: 2 },
    layers: { length: 2 },
  })

  expect(await world.store.sweep(keep([single], []))).toBeGreaterThan(0)
  expect(await world.contents()).toMatchObject({
    snapshots: [],
    images: { length: 1 },
    layers: { length: 1 },
  })
  expect((await world.store.get(single))?.layers).toHaveLength(1)
  expect(await world.store.get(both)).toBeUndefined()

  await world.store.sweep(keep([], []))
  expect(await world.contents()).toEqual({ layers: [], images: [], snapshots: [], staging: [] })
})

test('a sweep in the middle of a pull takes nothing away from it', async () => {
  const [first, second] = [await world.push([lower]), await world.push([lower, upper])]
  await world.pull(first)
  world.door.fault = (path) =>
    path.includes('/blobs/') ? { kind: 'slow', bytesPerTick: 3 } : { kind: 'none' }
  const pulling = world.pull(second)
  await eventually(async () => (await world.contents()).staging.length > 0, { what: 'a layer on its way' })
  await world.store.sweep(keep([], []))
  const image = await pulling
  world.door.fault = () => ({ kind: 'none' })
  expect(await readdir(image.layers[0] ?? '')).toEqual(['data', 'srv'])
  expect(await readdir(image.layers[1] ?? '')).toEqual(['data', 'srv'])
})
