import { randomBase32 } from '@berth/core'
import type { StepAction } from '../../plan/step-action.ts'
import { folderKey } from '../build-folders.ts'
import type { CacheMounts } from '../cache/cache-mounts.ts'
import type { KeptLayer } from '../cache/step-cache.ts'
import { chainFolders } from '../layers/chain-folders.ts'
import type { Chain } from '../layers/chain.ts'
import { makeStepFolder, sealStepFolder, type StepFolder, stepFolder } from '../layers/step-folder.ts'
import type { Site } from '../site.ts'
import { copyStep } from './copy-step.ts'
import { directoryStep } from './directory-step.ts'
import type { Origins } from './open-origin.ts'
import type { Reads } from './read-key.ts'
import { runStep } from './run-step.ts'
import type { StepAt } from './step-at.ts'
import { stepFailure } from './step-failure.ts'

/** btrfs keeps books of its own in each folder */
const LEAST_BYTES = 4 * 1024 * 1024

/** Does one step over what came before it, and returns the layer that it made. Error: BuildFailed. */
export async function performStep(options: {
  readonly site: Site
  readonly origins: Origins
  readonly caches: CacheMounts
  readonly step: StepAt
  readonly action: StepAction
  readonly chain: Chain
  readonly key: string
  readonly reads: Reads
}): Promise<KeptLayer> {
  const { site, step, chain, key } = options
  const { folders, clock } = site.tools
  const name = folderKey(randomBase32(20))
  site.claimed.add(name)
  try {
    const lower = await chainFolders(folders, chain)
    const folder = stepFolder(name, await folders.claim(name, roomLeft(site)))
    await makeStepFolder(folder, lower.at(-1))
    await perform(options, { lower, folder })
    await sealStepFolder(folder)
    const now = clock.now()
    const bytes = await folders.usedBytes(name)
    site.written.bytes += bytes
    return { key, folder: name, bytes, createdAt: now.toISOString(), usedAt: now.getTime(), packed: {} }
  } catch (error) {
    await folders.remove(name)
    if (site.signal.aborted) throw site.signal.reason
    throw stepFailure(error, { file: site.file, step })
  }
}

type Place = { readonly lower: readonly string[]; readonly folder: StepFolder }

function perform(options: Parameters<typeof performStep>[0], place: Place): Promise<void> {
  const { action } = options
  switch (action.kind) {
    case 'run':
      return runStep({ ...options, ...place, action })
    case 'copy':
      return copyStep({ ...options, ...place, action })
    case 'directory':
      return directoryStep({ ...options, ...place, action })
  }
}

/** All steps of a build share its limit of disk. */
function roomLeft({ spec, written }: Site): number {
  return Math.max(LEAST_BYTES, spec.limits.disk - written.bytes)
}
