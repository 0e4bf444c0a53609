import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { encodeTarHeader, TAR_END, tarPadding } from '@berth/image/tar'
import { type Figure, spread, timed } from '../figure.ts'
import type { BenchLayer } from './layers.ts'
import type { RegistryBox } from './registry-box.ts'

const LAYERS = 5
const DISK = 64 * 1024 * 1024

/** Until a container can be mounted: an image of five layers that is not here, and one that is. */
export async function measurePulls(
  box: RegistryBox,
  { rounds, layerBytes }: { rounds: number; layerBytes: number },
): Promise<Figure[]> {
  const layers: BenchLayer[] = []
  for (let i = 0; i < LAYERS; i++)
    layers.push(await randomLayer(join(box.dir, `random-${i}.tar.gz`), layerBytes))
  const { manifest } = await box.push(layers)
  const cold: number[] = []
  const warm: number[] = []
  for (let round = 0; round < rounds; round++) {
    const store = await box.newStore()
    const start = async (key: string) => {
      await box.pull(store, manifest.digest)
      const image = await store.get(manifest.digest)
      if (!image) throw new Error('the image is not there')
      await store.prepareSnapshot(key, image, DISK)
    }
    cold.push(await timed(() => start('con_cold')))
    warm.push(await timed(() => start('con_warm')))
  }
  return [
    ...spread(`pull of ${LAYERS} layers to a snapshot, not on the node`, cold),
    ...spread('the same on a warm node', warm),
  ]
}

async function randomLayer(path: string, size: number): Promise<BenchLayer> {
  const bytes = randomBytes(size)
  const owner = { mode: 0o644, uid: 0, gid: 0, seconds: 0 }
  const open = () => {
    throw new Error('its content follows the header')
  }
  const header = encodeTarHeader({ ...owner, type: 'file', path: 'noise', size: bytes.length, open })
  await writeFile(
    path,
    gzipSync(Buffer.concat([header, bytes, tarPadding(bytes.length), TAR_END]), { level: 1 }),
  )
  return { path }
}
