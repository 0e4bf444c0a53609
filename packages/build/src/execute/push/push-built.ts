import type { PushLayer } from '@berth/image'
import { pushImage } from '@berth/image'
import { imageConfigOf } from '../../plan/image-config.ts'
import type { BuildPlan } from '../../plan/build-plan.ts'
import { BuildFailed } from '../build-failed.ts'
import { asFailure } from '../as-failure.ts'
import type { Chain } from '../layers/chain.ts'
import type { Packer } from '../layers/packer.ts'
import type { Base } from '../plan/bases.ts'
import type { Site } from '../site.ts'

/** Pushes what a build came to, and returns the digest of its manifest. Error: BuildFailed. */
export async function pushBuilt(options: {
  readonly site: Site
  readonly plan: BuildPlan
  readonly chain: Chain
  /** the image below all layers of steps */
  readonly base: Base | undefined
  readonly packer: Packer
  readonly target: { readonly url: string; readonly repository: string; readonly token: string }
}): Promise<string> {
  const { site, plan, chain, base, packer, target } = options
  const made = await Promise.all(chain.steps.map((step) => packer.push(step)))
  const below = (base?.layers ?? []).map(
    ({ descriptor }): PushLayer => ({
      descriptor,
      from: { kind: 'repository', repository: base?.repository ?? '' },
    }),
  )
  const diffIds = [...(base?.layers ?? []), ...made].map(({ diffId }) => diffId)
  const { registrySocket: socketPath } = site.tools
  try {
    return await pushImage({
      layers: [...below, ...made.map(({ layer }) => layer)],
      config: imageConfigOf(plan, { created: createdAt(site, chain, base), diffIds }),
      target: {
        ...{ url: target.url, repository: target.repository, tag: site.spec.target.tag },
        auth: { kind: 'bearer', token: target.token },
        ...(socketPath === undefined ? {} : { socketPath }),
      },
    })
  } catch (error) {
    if (site.signal.aborted) throw site.signal.reason
    throw new BuildFailed({ ...asFailure(error), kind: 'push' }, error)
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
