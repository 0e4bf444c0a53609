import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildBaseImage } from '../../infra/images/build.ts'
import { type BuildWorld, openBuildWorld } from '../integration/build/support/build-world.ts'
import { BUILD_FIXTURES, type BuildFixture } from './build/fixtures.ts'
import { type Buildah, openBuildah } from './build/buildah.ts'
import { type Figure, ratio, spread, timed } from './figure.ts'

/**
 * Builds of two stages and six steps: nothing cached, all cached, one file changed. Ours from the wish to the image in
 * the registry; buildah's without a push.
 */
export async function benchBuild(fixtures = BUILD_FIXTURES, rounds = 5): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'berth-bench-build-'))
  const world = await openBuildWorld()
  try {
    const figures: Figure[] = []
    for (const fixture of fixtures) figures.push(...(await measure(fixture, { dir, world, rounds })))
    return figures
  } finally {
    await world.close()
    await rm(dir, { recursive: true, force: true })
  }
}

type Bench = { readonly dir: string; readonly world: BuildWorld; readonly rounds: number }

async function measure(fixture: BuildFixture, { dir, world, rounds }: Bench): Promise<Figure[]> {
  const log = (line: string) => void process.stderr.write(`${line}\n`)
  const base = await buildBaseImage(fixture.base, {
    workDir: dir,
    nodePackage: dirname(dirname(process.execPath)),
    log,
  })
  await world.addImage(fixture.base, base)
  const peer = await openBuildah(base)
  try {
    const times = await race(fixture, { world, peer, rounds })
    return Object.entries(times).flatMap(([kind, { ours, theirs }]) => [
      ...spread(`build ${fixture.name}, ${kind}`, ours),
      ...spread(`build ${fixture.name}, ${kind}, buildah`, theirs),
      ratio(`build ${fixture.name}, ${kind}, of buildah`, ours, theirs),
    ])
  } finally {
    await peer.close()
  }
}

type Times = { readonly ours: number[]; readonly theirs: number[] }

/** One after the other in each round, so that both meet the same machine. */
async function race(
  { base, files, change }: BuildFixture,
  { world, peer, rounds }: { readonly world: BuildWorld; readonly peer: Buildah; readonly rounds: number },
): Promise<Record<'cold' | 'cached' | 'one file changed', Times>> {
  const empty = (): Times => ({ ours: [], theirs: [] })
  const times = { cold: empty(), cached: empty(), 'one file changed': empty() }
  const both = async (kind: keyof typeof times, source: Readonly<Record<string, string>>) => {
    const cache = kind !== 'cold'
    times[kind].ours.push(await timed(() => ours(world, { base, source, cache })))
    times[kind].theirs.push(await timed(() => peer.build(source, { cache })))
  }
  await ours(world, { base, source: files, cache: true }) // both have the base image
  for (let round = 0; round < rounds; round++) {
    await both('cold', files)
    await both('cached', files)
    await both('one file changed', { ...files, ...change(round) })
  }
  return times
}

async function ours(
  world: BuildWorld,
  wanted: {
    readonly base: string
    readonly source: Readonly<Record<string, string>>
    readonly cache: boolean
  },
): Promise<void> {
  const { report, output } = await world.build(wanted.source, {
    recipe: {
      ...{ kind: 'auto', labels: {}, secrets: [], noCache: !wanted.cache },
      args: { BASE: wanted.base },
    },
  })
  if (report.failure) throw new Error(`${report.failure.message}\n${output}`)
}
