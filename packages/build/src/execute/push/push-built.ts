import { type PushLayer, type PushTarget, pushImage, pushManifest } from '@berth/image'
import { imageConfigOf } from '../../plan/image-config.ts'
import type { BuildPlan } from '../../plan/build-plan.ts'
import { BuildFailed } from '../build-failed.ts'
import { asFailure } from '../as-failure.ts'
import type { Chain } from '../layers/chain.ts'
import type { Packer } from '../layers/packer.ts'
import type { Base } from '../plan/bases.ts'
import type { Site } from '../site.ts'

/** Where an image goes, and the right to bring it there. */
export type Target = { readonly url: string; readonly repository: string; readonly token: string }

/** Pushes what a build came to, and returns the digest of its manifest. Error: BuildFailed. */
export async function pushBuilt(options: {
  readonly site: Site
  readonly plan: BuildPlan
  readonly chain: Chain
  /** the image below all layers of steps */
  readonly base: Base | undefined
  readonly packer: Packer
  /** set when an earlier build most likely brought all of it there; it takes no layers over from other repositories */
  readonly known: Target | undefined
  readonly target: () => Promise<Target>
}): Promise<string> {
  const { site, plan, chain, base, packer, known } = options
  const made = await Promise.all(chain.steps.map((step) => packer.push(step)))
  const below = (base?.layers ?? []).map(
    ({ descriptor }): PushLayer => ({
      descriptor,
      from: { kind: 'repository', repository: base?.repository ?? '' },
    }),
  )
  const diffIds = [...(base?.layers ?? []), ...made].map(({ diffId }) => diffId)
  const image = {
    layers: [...below, ...made.map(({ layer }) => layer)],
    config: imageConfigOf(plan, { created: createdAt(site, chain, base), diffIds }),
  }
  try {
    const there = known && (await pushManifest({ ...image, target: targetOf(site, known) }))
    return there ?? (await pushImage({ ...image, target: targetOf(site, await options.target()) }))
  } catch (error) {
    if (site.signal.aborted) throw site.signal.reason
    throw new BuildFailed({ ...asFailure(error), kind: 'push' }, error)
  }
}

function targetOf({ spec, tools }: Site, { url, repository, token }: Target): PushTarget {
  const { registrySocket: socketPath } = tools
  return {
    ...{ url, repository, tag: spec.target.tag, auth: { kind: 'bearer', token } },
    ...(socketPath === undefined ? {} : { socketPath }),
  }
}

/** When its newest layer was made: a build that takes all of it from the cache gives the same image. */
function createdAt({ spec }: Site, { steps }: Chain, base: Base | undefined): string {
  const { sourceDateEpoch } = spec.recipe
  if (sourceDateEpoch !== undefined) return new Date(sourceDateEpoch * 1000).toISOString()
  const newest = steps
    .map(({ createdAt: time }) => time)
    .toSorted()
    .at(-1)
  return newest ?? base?.image.config.created ?? new Date(0).toISOString()
}
