import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import { measurePulls } from './images/pulls.ts'
import { openRegistryBox } from './images/registry-box.ts'
import { smallFilesLayer, systemLayer } from './images/layers.ts'
import { measureUnpack } from './images/unpack.ts'

/** How much is measured; smaller than this says whether the bench works, and nothing else. */
type ImageBenchSizes = {
  /** below `/`, packed as a layer */
  readonly system: readonly string[]
  readonly smallFiles: number
  readonly rounds: number
  readonly layerBytes: number
}

/** The system: what every machine has, as a Debian base image has it. */
const FULL: ImageBenchSizes = {
  system: ['usr/bin', 'usr/sbin', 'usr/share/zoneinfo', 'usr/share/perl', 'etc', 'var/lib/dpkg'],
  smallFiles: 50_000,
  rounds: 3,
  layerBytes: 8 * 1024 * 1024,
}

/** Unpacking beside GNU tar, umoci and podman, and pulls to the moment when a container can be started. */
export async function benchImages(sizes = FULL): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'berth-bench-images-'))
  const registry = await openRegistryBox(dir)
  try {
    const system = await systemLayer(dir, sizes.system)
    const small = await smallFilesLayer(dir, sizes.smallFiles)
    return [
      ...(await measureUnpack('a system of many sizes', system, registry, sizes.rounds)),
      ...(await measureUnpack(`${sizes.smallFiles} small files`, small, registry, sizes.rounds)),
      ...(await measurePulls(registry, sizes)),
    ]
  } finally {
    await registry.close()
    await rm(dir, { recursive: true, force: true })
  }
}
