import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ImageStore } from '@berth/image'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { archive } from './support/archive.ts'
import { type ImageWorld, makeImageWorld } from './support/image-world.ts'

const run = promisify(execFile)

let world: ImageWorld
let small: ImageStore
let mounted = ''
beforeAll(async () => {
  world = await makeImageWorld()
  mounted = join(world.dir, 'small')
  const file = join(world.dir, 'small.img')
  await run('truncate', ['-s', '16M', file])
  await run('mkfs.ext4', ['-q', file])
  await mkdir(mounted)
  await run('mount', ['-o', 'loop', file, mounted])
  small = await world.open({ dir: join(mounted, 'store') })
})
afterAll(async () => {
  await run('umount', [mounted])
  await world.close()
})

const layerOf = (bytes: number) => ({
  tar: archive({ name: 'noise', text: randomBytes(bytes / 2).toString('hex') }),
  packing: 'none' as const,
})

test('a layer that does not fit says that the disk is full, leaves nothing, and a smaller one fits', async () => {
  const [large, little] = [await world.push([layerOf(24_000_000)]), await world.push([layerOf(2_000_000)])]
  await expect(world.pull(large, { store: small })).rejects.toMatchObject({ code: 'disk.full' })
  expect(await small.get(large)).toBeUndefined()
  expect(await readdir(join(mounted, 'store/layers'))).toEqual([])
  expect(await readdir(join(mounted, 'store/staging'))).toEqual([])
  expect((await world.pull(little, { store: small })).layers).toHaveLength(1)
})
