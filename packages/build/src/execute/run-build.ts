import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { randomBase32 } from '@berth/core'
import { newWork } from '@berth/dockerfile'
import type { BuildReport, BuildSpec, BuildWarning } from '@berth/protocol'
import { stageChain } from '../plan/image-config.ts'
import type { BuildPlan } from '../plan/build-plan.ts'
import { folderKey } from './build-folders.ts'
import { createBuildGroup } from './build-group.ts'
import { createBuildNetwork } from './build-network.ts'
import type { BuilderOptions } from './builder-options.ts'
import type { CacheMounts } from './cache/cache-mounts.ts'
import type { StepCache } from './cache/step-cache.ts'
import type { Desk } from './desk.ts'
import { createPacker } from './layers/packer.ts'
import type { BuildOutput } from './output/build-output.ts'
import { type Base, type Bases, createBases } from './plan/bases.ts'
import type { ChosenRecipe } from '../recipe/choose-recipe.ts'
import { effectiveRecipe } from '../recipe/effective-recipe.ts'
import { readSettings } from '../recipe/read-settings.ts'
import type { KnownImages } from './plan/known-images.ts'
import { makePlan } from './plan/make-plan.ts'
import { planView } from './plan/plan-view.ts'
import { sourceReader } from './plan/source-reader.ts'
import { pushBuilt } from './push/push-built.ts'
import { runGraph, STEPS_AT_ONCE } from './run-graph.ts'
import type { Site } from './site.ts'
import { enterFolder } from './source/enter-folder.ts'
import { fetchArchive } from './source/fetch-archive.ts'
import { leaveOut } from './source/leave-out.ts'
import { unpackSource } from './source/unpack-source.ts'
import { createTreeDigests } from './tree/digest-tree.ts'

const MOST_WARNINGS = 200
/** of all patterns of paths of one build: about a minute of the agent's time, which all builds share */
const PATTERN_STEPS = 500_000_000

/** a long build outlives the token that it began with */
const TOKEN_MS = 60_000

/** What was found out of a build, as reports tell it. */
export type Findings = Pick<BuildReport, 'plan' | 'settings' | 'warnings'>

export type Built = { readonly digest: string; readonly ran: number; readonly cached: number }

/** What a running build keeps from being swept. */
export type Kept = { readonly folders: Set<string>; readonly images: Set<string> }

/** One build from its source to the pushed image. Errors: BuildFailed, and whatever was not foreseen. */
export async function runBuild(options: {
  readonly spec: BuildSpec
  readonly desk: Desk
  readonly tools: BuilderOptions
  readonly cache: StepCache
  readonly caches: CacheMounts
  readonly images: KnownImages
  readonly output: BuildOutput
  readonly kept: Kept
  /** the build's own folder: not there yet, and its caller's to remove */
  readonly dir: string
  readonly signal: AbortSignal
  readonly onPlan: (findings: Findings) => void
  /** for when the build has ended, and was told of */
  readonly onEnd: (tidy: () => Promise<void>) => void
}): Promise<Built> {
  const { spec, desk, tools, cache, caches, output, kept, signal, onEnd } = options
  const bases = createBases({
    build: spec.id,
    desk,
    tools,
    images: options.images,
    kept: kept.images,
    signal,
  })
  await mkdir(options.dir, { recursive: true, mode: 0o700 })
  const source = folderKey(randomBase32(20))
  const fetched = folderKey(randomBase32(20))
  kept.folders.add(source).add(fetched)
  onEnd(() => tools.folders.remove(source))
  onEnd(() => tools.folders.remove(fetched))
  onEnd(() => rm(options.dir, { recursive: true, force: true }))
  onEnd(() => cache.release(spec.tenant.id, spec.id))
  onEnd(() => tools.ids.release(spec.id))
  const network = createBuildNetwork(tools.network, spec)
  onEnd(() => network.release())
  const group = createBuildGroup({
    ...{ groups: tools.runtime.groups, spec, stepsAtOnce: STEPS_AT_ONCE, signal },
    onError: (error) =>
      tools.log.warn({ err: error, build: spec.id }, 'steps of a build could not be killed'),
  })
  onEnd(() => group.release())
  try {
    const begun = performance.now()
    const [tokens, folder] = await Promise.all([
      desk.call('build.token', { id: spec.id, mounts: [] }),
      tools.folders.claim(source, spec.limits.disk),
    ])
    const sent = await bringSource(options, { folder, ...tokens.source })
    const asked = await enterFolder(sent, spec.recipe.directory)
    const settings = await readSettings(sourceReader(asked))
    const context = await enterFolder(asked, settings.build.directory)
    const recipe = effectiveRecipe(spec.recipe, settings)
    const made = await makePlan({ context, recipe, settings, bases, platform: tools.platform })
    const { chosen, plan, ignore } = made
    const { wish, defaults, beside } = settings
    if (Object.keys(beside).length > 0)
      output.note(0, 'berth.yml: domains and sleep are no part of a release, berth apply carries them out')
    options.onPlan({
      plan: planView(plan, chosen, settings),
      settings: { wish, defaults },
      warnings: warningsOf(plan, chosen),
    })
    const patterns = newWork(PATTERN_STEPS)
    await leaveOut(context, ignore, { work: patterns, signal })
    const site: Site = {
      ...{ spec, context, file: chosen.file, network, group, output, signal, tools, dir: options.dir },
      ids: await tools.ids.claim(spec.id),
      digests: createTreeDigests(context),
      claimed: kept.folders,
      written: { bytes: 0 },
      fetched: { key: fetched, bytes: 0 },
      patterns,
    }
    const packer = createPacker(site, cache)
    const { chain, ran, cached } = await runGraph({ site, plan, bases, cache, caches, packer })
    const base = await baseBelow(plan, bases)
    const isQuick = performance.now() - begun < TOKEN_MS
    const digest = await pushBuilt({
      ...{ site, plan, chain, base, packer },
      known: ran === 0 && isQuick ? tokens.target : undefined,
      target: async () => {
        const mounts = base ? [base.repository] : []
        return (await desk.call('build.token', { id: spec.id, mounts })).target
      },
    })
    return { digest, ran, cached }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw error
  }
}

/** Returns the folder that holds the source. */
async function bringSource(
  { spec, tools, signal }: Parameters<typeof runBuild>[0],
  { folder, ...from }: { folder: string; url: string; token: string },
): Promise<string> {
  const { init, registrySocket: socketPath } = tools
  const packed = fetchArchive({ ...spec.source, ...from, socketPath, signal })
  const directory = join(folder, 'source')
  await unpackSource({ init, directory, packed, bytes: spec.limits.disk })
  return directory
}

async function baseBelow(plan: BuildPlan, bases: Bases): Promise<Base | undefined> {
  const base = stageChain(plan)[0]?.base
  return base?.kind === 'image' ? bases.find(base.image) : undefined
}

/** What is wrong with a Dockerfile of ours is not its user's to mend. */
function warningsOf({ warnings }: BuildPlan, { file, stack }: ChosenRecipe): BuildWarning[] {
  if (stack) return []
  return warnings.slice(0, MOST_WARNINGS).map(({ rule, message, place }) => ({
    rule: rule.slice(0, 64),
    message: message.slice(0, 500),
    file: file.slice(0, 1024),
    line: place.line,
    column: place.column,
    text: place.text.slice(0, 500),
  }))
}
