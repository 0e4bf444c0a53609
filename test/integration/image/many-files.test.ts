import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { encodeTarHeader, TAR_END } from '@berth/image/tar'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_LAYER_LIMITS } from '../../../packages/image/src/unpack/limits.ts'
import { unpackLayer } from '../../../packages/image/src/unpack/unpack-layer.ts'
import { type ImageWorld, INIT, makeImageWorld } from './support/image-world.ts'

const run = promisify(execFile)
const MIB = 1024 * 1024
const FOLDERS = 100
const PER_FOLDER = 1000
const NOISE = Buffer.alloc(MIB, 'noise')

let world: ImageWorld
let memory = ''
// not on the disk: ext4 looks very long for a file's number where many files were removed in the last minutes
beforeAll(async () => {
  world = await makeImageWorld()
  memory = join(world.dir, 'memory')
  await mkdir(memory)
  await run('mount', ['-t', 'tmpfs', '-o', 'size=512m,nr_inodes=200k', 'tmpfs', memory])
})
afterAll(async () => {
  await run('umount', [memory])
  await world.close()
})

/** Of each folder a file of 1 MiB, and 999 that are empty. */
function* pieces(): Generator<Buffer> {
  for (let folder = 0; folder < FOLDERS; folder++) {
    yield headerOf(`folder-${folder}/large`, NOISE.length)
    yield NOISE
    const names = Array.from({ length: PER_FOLDER - 1 }, (_, i) => `folder-${folder}/file-${i}`)
    yield Buffer.concat(names.map((name) => headerOf(name, 0)))
  }
  yield TAR_END
}

function headerOf(path: string, size: number): Buffer {
  const open = () => {
    throw new Error('its content follows the header')
  }
  return encodeTarHeader({ mode: 0o644, uid: 0, gid: 0, seconds: 0, type: 'file', path, size, open })
}

test('a layer of 100,000 files is unpacked without being held in memory', async () => {
  const hash = createHash('sha256')
  for (const bytes of pieces()) hash.update(bytes)
  const before = process.memoryUsage().arrayBuffers
  let peak = 0
  async function* packed(): AsyncGenerator<Buffer> {
    for (const bytes of pieces()) {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)
      yield bytes
    }
  }
  const directory = join(memory, 'layer')
  await mkdir(directory)
  await unpackLayer({
    init: INIT,
    directory,
    packed: packed(),
    diffId: `sha256:${hash.digest('hex')}`,
    lower: Promise.resolve([]),
    limits: DEFAULT_LAYER_LIMITS,
  })
  expect(peak).toBeLessThan(64 * MIB)
  expect(await readdir(directory)).toHaveLength(FOLDERS)
  expect(await readdir(join(directory, 'folder-99'))).toHaveLength(PER_FOLDER)
  expect(await stat(join(directory, 'folder-99/large'))).toMatchObject({ size: MIB })
}, 60_000)
