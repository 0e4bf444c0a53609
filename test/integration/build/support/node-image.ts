import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  buildLayer,
  copyEntry,
  directoryEntry,
  folderEntries,
  type Layout,
  type LayerEntry,
  symlinkEntry,
  writeLayout,
} from '@berth/image'
import type { Platform } from '@berth/oci'
import { busyboxLayer } from '../../../../infra/images/busybox.ts'
import { foldersOf, librariesOf } from './programs.ts'

const NPM = join(import.meta.dirname, '../../../../infra/node/node_modules/npm')

/** The Node that this runs on with its npm, above busybox in place of Debian: made in seconds, without the network. */
export async function nodeImage(dir: string, platform: Platform): Promise<Layout> {
  await mkdir(dir, { recursive: true })
  return writeLayout({
    dir,
    platform,
    layers: [await busyboxLayer(dir), await buildLayer(dir, nodeEntries())],
    config: { Env: ['PATH=/usr/local/bin:/bin'], Cmd: ['node'] },
    history: ['busybox', 'Node and npm of this machine'],
  })
}

async function* nodeEntries(): AsyncGenerator<LayerEntry> {
  const libraries = await librariesOf(process.execPath)
  for (const folder of foldersOf([...libraries, '/usr/local/bin/x', '/usr/local/lib/node_modules/x'])) {
    yield directoryEntry(folder)
  }
  yield await copyEntry('usr/local/bin/node', process.execPath)
  yield symlinkEntry('usr/local/bin/npm', '../lib/node_modules/npm/bin/npm-cli.js')
  for (const library of libraries) yield await copyEntry(library.slice(1), library)
  const prefix = 'usr/local/lib/node_modules/npm'
  yield* folderEntries(NPM, { prefix, owner: { uid: 0, gid: 0 }, newest: 0 })
}
