import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildLayer, packLayer } from './build-layer.ts'
import { directoryEntry, symlinkEntry, textEntry } from './make-entry.ts'
import { type Layout, writeLayout } from './write-layout.ts'

const MIB = 1024 * 1024

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'berth-layout-'))
})
afterEach(() => rm(dir, { recursive: true }))

async function build(name: string, motd: string): Promise<Layout> {
  const at = join(dir, name)
  const layer = await buildLayer(at, [
    directoryEntry('etc'),
    textEntry('etc/motd', motd),
    symlinkEntry('bin', 'usr/bin'),
  ])
  return writeLayout({
    dir: at,
    platform: { os: 'linux', architecture: 'amd64' },
    layers: [layer],
    config: { Cmd: ['sh'] },
    history: ['a test'],
  })
}

test('the same content gives the same image, other content another', async () => {
  const [first, again, other] = [
    await build('a', 'hello'),
    await build('b', 'hello'),
    await build('c', 'bye'),
  ]
  expect(again.manifest).toEqual(first.manifest)
  expect(other.manifest.digest).not.toBe(first.manifest.digest)
})

test('what no node would unpack is not packed to its end', async () => {
  let given = 0
  async function* zeros() {
    for (; given < 10_000; given++) yield Buffer.alloc(MIB)
  }
  await expect(packLayer(join(dir, 'bomb'), zeros())).rejects.toMatchObject({ code: 'image.too_large' })
  expect(given).toBeLessThan(500)
  const few = { entries: 1, nameBytes: 1, ratio: 200, ratioFrom: 64 * MIB, bytes: 2 * MIB }
  const random = [0, 1, 2].map(() => randomBytes(MIB))
  await expect(packLayer(join(dir, 'large'), Readable.from(random), few)).rejects.toMatchObject({
    code: 'image.too_large',
  })
})

test('a layout holds index, manifest, configuration and layers by digest', async () => {
  const layout = await build('a', 'hello')
  const read = async (path: string) => JSON.parse(await readFile(join(layout.dir, path), 'utf8'))
  const blob = (digest: string) => `blobs/sha256/${digest.slice('sha256:'.length)}`
  expect(await read('oci-layout')).toEqual({ imageLayoutVersion: '1.0.0' })
  const index = await read('index.json')
  const manifest = await read(blob(index.manifests[0].digest))
  const config = await read(blob(manifest.config.digest))
  expect(config).toMatchObject({ os: 'linux', architecture: 'amd64', config: { Cmd: ['sh'] } })
  expect(config.rootfs.diff_ids).toHaveLength(manifest.layers.length)
})
