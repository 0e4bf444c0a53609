import { startFilesJob } from '@berth/image'
import type { DirectoryAction } from '../../plan/step-action.ts'
import type { StepFolder } from '../layers/step-folder.ts'
import type { Site } from '../site.ts'
import { byteText } from '../tree/byte-text.ts'
import { resolveBelow } from '../tree/resolve-below.ts'
import { createFolderMaker } from './folder-maker.ts'
import { openLayers } from './open-origin.ts'
import { resolveUser } from './resolve-user.ts'
import { timeOf } from './time-of.ts'

/** WORKDIR: makes the folder, and those above it that are missing. Error: input.invalid. */
export async function directoryStep(options: {
  readonly site: Site
  readonly action: DirectoryAction
  /** lowest first */
  readonly lower: readonly string[]
  readonly folder: StepFolder
}): Promise<void> {
  const { site, action, lower, folder } = options
  const tree = await openLayers(site, lower)
  try {
    const { path, entry } = await resolveBelow(tree.root, byteText(action.path))
    if (entry?.kind === 'directory') return
    const ids = await resolveUser(tree.root, action.user ?? '0:0')
    const maker = createFolderMaker(tree.root, { ...ids, mode: 0o755, time: timeOf(site) })
    const job = await startFilesJob({ init: site.tools.init, directory: folder.upper })
    try {
      await job.perform([...(await maker.make(path)), ...maker.closing()])
      await job.end()
    } finally {
      job.kill()
    }
  } finally {
    await tree.close()
  }
}
