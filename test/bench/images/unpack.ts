import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Figure, percentile, ratio, timed } from '../figure.ts'
import { onFreshDisk } from '../fresh-disk.ts'
import type { BenchLayer } from './layers.ts'
import { LAYOUT_TAG, type RegistryBox } from './registry-box.ts'

const run = promisify(execFile)

type Contender = {
  readonly name: string
  readonly prepare: (target: string) => Promise<() => Promise<unknown>>
}

/** Everybody in turn, each time onto a new disk, with the layer in the kernel's cache; all end with a sync. */
export async function measureUnpack(
  what: string,
  layer: BenchLayer,
  box: RegistryBox,
  rounds: number,
): Promise<Figure[]> {
  const { manifest, dir: layout } = await box.push([layer])
  const image = `${box.name}@${manifest.digest}`
  const contenders: readonly Contender[] = [
    { name: 'berth, pulled and unpacked', prepare: (target) => pullInto(box, target, manifest.digest) },
    { name: 'GNU tar, unpacked alone', prepare: async (target) => () => tar(layer, target) },
    {
      name: 'umoci, unpacked alone',
      prepare: async (target) => () => umoci(layout, target),
    },
    { name: 'podman, pulled and unpacked', prepare: async (target) => () => podman(image, target) },
  ]
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const { name, prepare } of contenders) {
      const time = await onFreshDisk(box.dir, async (target) => timed(await prepare(target)))
      times.get(name)?.push(time)
    }
  }
  const [own = [], ...others] = contenders.map(({ name }) => times.get(name) ?? [])
  return [
    ...contenders.map(
      ({ name }): Figure => ({
        name: `${what}: ${name}`,
        value: percentile(times.get(name) ?? [], 50),
        unit: 'ms',
      }),
    ),
    ...contenders.slice(1).map(({ name }, i) => ratio(`${what}: berth to ${name}`, own, others[i] ?? [])),
  ]
}

async function pullInto(box: RegistryBox, target: string, digest: string) {
  const store = await box.newStore(join(target, 'store'))
  return () => box.pull(store, digest)
}

async function tar({ path }: BenchLayer, target: string): Promise<void> {
  await run('tar', ['-xzpf', path, '--numeric-owner', '-C', target])
  await run('sync', ['-f', target])
}

async function umoci(layout: string, target: string): Promise<void> {
  await run('umoci', ['raw', 'unpack', '--image', `${layout}:${LAYOUT_TAG}`, join(target, 'root')])
  await run('sync', ['-f', target])
}

async function podman(image: string, target: string): Promise<void> {
  const places = [
    '--root',
    join(target, 'root'),
    '--runroot',
    join(target, 'run'),
    '--storage-driver',
    'overlay',
  ]
  await run('podman', [...places, 'pull', '--quiet', '--tls-verify=false', image])
  await run('sync', ['-f', target])
}
