import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { archive } from './support/archive.ts'
import { type ImageWorld, makeImageWorld } from './support/image-world.ts'

let world: ImageWorld
let outside = ''
beforeAll(async () => {
  world = await makeImageWorld()
})
beforeEach(async () => {
  outside = join(world.dir, 'outside')
  await mkdir(outside, { recursive: true })
  await writeFile(join(outside, 'victim'), 'unharmed')
})
afterAll(() => world.close())

/** Pulls one layer that must be refused, and checks that nothing of it is left and nothing outside was touched. */
async function refused(tar: Buffer): Promise<unknown> {
  const digest = await world.push([{ tar }])
  const error: unknown = await world.pull(digest).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(await world.store.get(digest)).toBeUndefined()
  expect(await world.contents()).toMatchObject({ layers: [], images: [], staging: [] })
  expect(await readdir(outside)).toEqual(['victim'])
  expect(await readFile(join(outside, 'victim'), 'utf8')).toBe('unharmed')
  return error
}

const unsafe = { code: 'image.unsafe' }

test('a path that climbs out is refused', async () => {
  const up = '../'.repeat(20)
  expect(await refused(archive({ name: `${up}${outside.slice(1)}/evil`, text: 'x' }))).toMatchObject(unsafe)
  expect(await refused(archive({ name: `a/${up}${outside.slice(1)}/evil`, text: 'x' }))).toMatchObject(unsafe)
})

test('a file below a link to outside is refused', async () => {
  const link = { name: 'out', type: 'symlink', target: outside } as const
  expect(await refused(archive(link, { name: 'out/evil', text: 'x' }))).toMatchObject(unsafe)
  expect(await refused(archive(link, { name: 'out/sub/', type: 'directory' }))).toMatchObject(unsafe)
  expect(await refused(archive(link, { name: 'out/.wh.victim' }))).toMatchObject(unsafe)
})

test('a folder that becomes a link between two members is refused', async () => {
  const swap = [
    { name: 'd', type: 'directory' },
    { name: 'd', type: 'symlink', target: outside },
    { name: 'd/evil', text: 'x' },
  ] as const
  expect(await refused(archive(...swap))).toMatchObject(unsafe)
})

test('a hard link to outside, directly or through a link, is refused', async () => {
  const victim = join(outside, 'victim')
  expect(await refused(archive({ name: 'a', type: 'link', target: victim }))).toMatchObject(unsafe)
  const through = [
    { name: 'out', type: 'symlink', target: outside },
    { name: 'a', type: 'link', target: 'out/victim' },
  ] as const
  expect(await refused(archive(...through))).toMatchObject(unsafe)
  expect(
    await refused(archive({ name: 'a', type: 'link', target: '../../../outside/victim' })),
  ).toMatchObject(unsafe)
})

test('an owner that no container has is refused', async () => {
  expect(await refused(archive({ name: 'a', uid: 100_000 }))).toMatchObject({
    code: 'image.unsafe',
    message: expect.stringContaining('belongs to 100000:0'),
  })
})

test('a file at the place of a folder that is not empty is refused', async () => {
  const tar = archive({ name: 'd', type: 'directory' }, { name: 'd/a', text: 'x' }, { name: 'd', text: 'x' })
  expect(await refused(tar)).toMatchObject({
    code: 'image.unsafe',
    details: { errno: 'ENOTEMPTY', path: 'd' },
  })
})

test('a small layer that unpacks to a large one is refused', async () => {
  const bomb = archive({ name: 'zeros', text: '\0'.repeat(96 * 1024 ** 2) })
  expect(await refused(bomb)).toMatchObject({
    code: 'image.too_large',
    message: expect.stringContaining('times'),
  })
})

test('a layer that is no archive is refused', async () => {
  expect(await refused(Buffer.from('not a tar archive'.repeat(100)))).toMatchObject({ code: 'image.corrupt' })
})

test('absolute paths lie in the layer, a link to anywhere is only text, later members win', async () => {
  const tar = archive(
    { name: '/etc/motd', text: 'first' },
    { name: './etc//motd', text: 'second' },
    { name: 'shadow', type: 'symlink', target: '/etc/shadow' },
  )
  const [layer = ''] = (await world.pull(await world.push([{ tar }]))).layers
  expect(await readdir(layer)).toEqual(['etc', 'shadow'])
  expect(await readFile(join(layer, 'etc/motd'), 'utf8')).toBe('second')
  await world.store.sweep({ digests: new Set(), snapshots: new Set() })
})

test('device nodes are left out', async () => {
  const tar = archive(
    { name: 'sda', type: 'block' },
    { name: 'kmem', type: 'character' },
    { name: 'a', text: 'x' },
  )
  const [layer = ''] = (await world.pull(await world.push([{ tar }]))).layers
  expect(await readdir(layer)).toEqual(['a'])
  await world.store.sweep({ digests: new Set(), snapshots: new Set() })
})
