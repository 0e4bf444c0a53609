import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildLayer } from './build-layer.ts'
import { directoryEntry, symlinkEntry, textEntry } from './make-entry.ts'
import { type Layout, writeLayout } from './write-layout.ts'

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
