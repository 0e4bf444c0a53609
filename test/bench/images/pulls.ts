import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { ImageStore } from '@berth/image'
import { encodeTarHeader, TAR_END, tarPadding } from '@berth/image/tar'
import { openTestRuntime, type TestRuntime } from '../../integration/runtime/support/test-runtime.ts'
import { type Figure, spread, timed } from '../figure.ts'
import type { BenchLayer } from './layers.ts'
import type { RegistryBox } from './registry-box.ts'

const run = promisify(execFile)
const LAYERS = 5
const DISK = 64 * 1024 * 1024

/** Until a process runs in a container: of an image of five layers that is not here, and of one that is. */
export async function measurePulls(
  box: RegistryBox,
  { rounds, layerBytes }: { rounds: number; layerBytes: number },
): Promise<Figure[]> {
  const host = await openTestRuntime()
  try {
    const layers = [await programLayer(box.dir, host.layer)]
    for (let i = 1; i < LAYERS; i++)
      layers.push(await randomLayer(join(box.dir, `random-${i}.tar.gz`), layerBytes))
    const { manifest } = await box.push(layers)
    const cold: number[] = []
    const warm: number[] = []
    for (let round = 0; round < rounds; round++) {
      const store = await box.newStore()
      const start = (name: string) => startOnce(box, host, { store, digest: manifest.digest, name })
      cold.push(await start(`cold-${round}`))
      warm.push(await start(`warm-${round}`))
    }
    return [
      ...spread(`pull to started: ${LAYERS} layers, not on the node`, cold),
      ...spread('pull to started: the same on a warm node', warm),
    ]
  } finally {
    await host.close()
  }
}

async function startOnce(
  box: RegistryBox,
  host: TestRuntime,
  { store, digest, name }: { store: ImageStore; digest: string; name: string },
): Promise<number> {
  const id = `con_${name}`
  const time = await timed(async () => {
    await box.pull(store, digest)
    const image = await store.get(digest)
    if (!image) throw new Error('the image is not there')
    const { lower, upper, work } = await store.prepareSnapshot(id, image, DISK)
    await host.runtime.start(await host.request(['sleep', '1000000'], { id, rootfs: { lower, upper, work } }))
  })
  await host.runtime.stop(id, { timeoutMs: 0, by: 'bench' })
  await host.runtime.remove(id)
  await store.removeSnapshot(id)
  return time
}

/** What the container runs, as the lowest layer. */
async function programLayer(dir: string, tree: string): Promise<BenchLayer> {
  const path = join(dir, 'program.tar.gz')
  await run('tar', ['--numeric-owner', '-czf', path, '-C', tree, '.'])
  return { path }
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
