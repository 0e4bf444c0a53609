import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { createImageStore, type ImageStore, type Layout, pushLayout, writeLayout } from '@berth/image'
import { createLog } from '@berth/log'
import { startRegistry } from '../../integration/image/support/registry.ts'
import type { BenchLayer } from './layers.ts'

const INIT = join(import.meta.dirname, '../../../packages/runtime/native/build/berth-init')
const PLATFORM = { os: 'linux', architecture: 'amd64' }
export const LAYOUT_TAG = 'bench'
const REPOSITORY = 'bench/image'

/** Debian's docker-registry, and stores that pull from it. */
export type RegistryBox = {
  readonly dir: string
  /** `127.0.0.1:port/bench/image` */
  readonly name: string
  push(layers: readonly BenchLayer[]): Promise<Layout>
  /** in a folder of its own, or in the one that is given */
  newStore(folder?: string): Promise<ImageStore>
  pull(store: ImageStore, digest: string): Promise<unknown>
  close(): Promise<void>
}

export async function openRegistryBox(dir: string): Promise<RegistryBox> {
  const registry = await startRegistry(dir)
  const log = createLog({ name: 'bench', level: 'silent' })
  let made = 0
  return {
    dir,
    name: `${registry.url.replace('http://', '')}/${REPOSITORY}`,
    async push(layers) {
      made += 1
      const layout = join(dir, `layout-${made}`)
      const built = await Promise.all(layers.map(({ path }) => addLayer(layout, path)))
      const history = layers.map(() => 'bench')
      const written = await writeLayout({
        dir: layout,
        platform: PLATFORM,
        layers: built,
        config: {},
        history,
      })
      await nameIn(layout, written)
      await pushLayout(written, {
        url: registry.url,
        repository: REPOSITORY,
        tag: `t${made}`,
        auth: { kind: 'none' },
      })
      return written
    },
    newStore(folder) {
      made += 1
      return createImageStore({ dir: folder ?? join(dir, `store-${made}`), init: INIT, log })
    },
    pull: (store, digest) =>
      store.pull({
        source: { url: registry.url, repository: REPOSITORY, token: '-' },
        digest,
        platform: PLATFORM,
      }),
    close: () => registry.stop(),
  }
}

/** umoci finds an image of a layout by its tag only. */
async function nameIn(layout: string, { manifest }: Layout): Promise<void> {
  const annotations = { 'org.opencontainers.image.ref.name': LAYOUT_TAG }
  const index = { schemaVersion: 2, manifests: [{ ...manifest, annotations }] }
  await writeFile(join(layout, 'index.json'), JSON.stringify(index))
}

async function addLayer(layout: string, path: string) {
  const blobs = join(layout, 'blobs/sha256')
  await mkdir(blobs, { recursive: true })
  const digest = await hashOf(createReadStream(path))
  await copyFile(path, join(blobs, digest))
  const { size } = await stat(path)
  return {
    descriptor: {
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      digest: `sha256:${digest}`,
      size,
    },
    diffId: `sha256:${await hashOf(createReadStream(path).pipe(createGunzip()))}`,
  }
}

async function hashOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of bytes) hash.update(chunk)
  return hash.digest('hex')
}
