import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import {
  createImageStore,
  type ImageStore,
  type ImageStoreOptions,
  type LocalImage,
  pushLayout,
  writeLayout,
} from '@berth/image'
import { createLog } from '@berth/log'
import type { Platform } from '@berth/oci'
import { type FaultyDoor, openFaultyDoor } from './faulty-door.ts'
import { clearLeftovers, PREFIX } from './leftovers.ts'
import { startRegistry } from './registry.ts'

export const INIT = join(import.meta.dirname, '../../../../packages/runtime/native/build/berth-init')
export const NODE: Platform = { os: 'linux', architecture: 'amd64' }

export type TestLayer = {
  readonly tar: Buffer
  readonly packing?: 'gzip' | 'zstd' | 'none'
  /** what the manifest claims of the packing; without it, the truth */
  readonly labelled?: 'gzip' | 'zstd' | 'none'
  /** what the image's configuration claims; without it, the truth */
  readonly diffId?: string
}

/** A registry, a door before it that can break, and a store that pulls through the door; all in one folder. */
export type ImageWorld = {
  readonly dir: string
  readonly door: FaultyDoor
  readonly store: ImageStore
  /** pushes an image past the door; returns its digest */
  push(layers: readonly TestLayer[], platform?: Platform): Promise<string>
  pull(digest: string, more?: { store?: ImageStore; signal?: AbortSignal }): Promise<LocalImage>
  /** another store, as after a restart of the agent, or elsewhere */
  open(options?: Partial<ImageStoreOptions>): Promise<ImageStore>
  /** what lies in the store's folder: names of layers, images, snapshots and leftovers */
  contents(): Promise<Record<'layers' | 'images' | 'snapshots' | 'staging', string[]>>
  close(): Promise<void>
}

const REPOSITORY = 'team/app'

export async function makeImageWorld(): Promise<ImageWorld> {
  await clearLeftovers()
  const dir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
  const registry = await startRegistry(dir)
  const door = await openFaultyDoor(registry.url)
  const open = (options: Partial<ImageStoreOptions> = {}) =>
    createImageStore({
      dir: join(dir, 'store'),
      init: INIT,
      log: createLog({ name: 'test', level: 'silent' }),
      retryDelays: [5, 5, 5],
      ...options,
    })
  const store = await open()
  let images = 0

  return {
    dir,
    door,
    store,
    open,
    async push(layers, platform = NODE) {
      images += 1
      const layout = join(dir, `layout-${images}`)
      const built = await writeLayout({
        dir: layout,
        platform,
        layers: await Promise.all(layers.map((layer) => writeLayer(layout, layer))),
        config: {},
        history: layers.map(() => 'a test'),
      })
      return pushLayout(built, {
        url: registry.url,
        repository: REPOSITORY,
        tag: 'test',
        auth: { kind: 'none' },
      })
    },
    pull(digest, { store: into = store, signal } = {}) {
      const source = { url: door.url, repository: REPOSITORY, token: 'not asked for' }
      return into.pull({ source, digest, platform: NODE, ...(signal ? { signal } : {}) })
    },
    async contents() {
      const names = (folder: string) => readdir(join(dir, 'store', folder))
      return {
        layers: await names('layers'),
        images: await names('images'),
        snapshots: await names('snapshots'),
        staging: await names('staging'),
      }
    },
    async close() {
      await door.close()
      await registry.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

const MEDIA_SUFFIX = { gzip: '+gzip', zstd: '+zstd', none: '' } as const

async function writeLayer(layout: string, { tar, packing = 'gzip', labelled = packing, diffId }: TestLayer) {
  const packed = packing === 'gzip' ? gzipSync(tar) : packing === 'zstd' ? zstdCompressSync(tar) : tar
  const blobs = join(layout, 'blobs/sha256')
  await mkdir(blobs, { recursive: true })
  await writeFile(join(blobs, hex(packed)), packed)
  const mediaType = `application/vnd.oci.image.layer.v1.tar${MEDIA_SUFFIX[labelled]}`
  return {
    descriptor: { mediaType, digest: `sha256:${hex(packed)}`, size: packed.length },
    diffId: diffId ?? `sha256:${hex(tar)}`,
  }
}

function hex(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
