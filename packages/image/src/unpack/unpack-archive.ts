import { startFilesJob } from '../files/files-job.ts'
import { createLayerPlanner } from './layer-plan.ts'
import { type LayerLimits } from './limits.ts'
import { performArchive } from './unpack-layer.ts'

/**
 * Unpacks an archive, plain or packed by gzip or zstd, into an empty folder, as files and not as a layer: no name hides
 * anything. Device nodes are left out; members below a symbolic link of the archive are refused. `owner`: whose
 * everything becomes; without it, whose it was. `attributes`: those that a layer may bring are kept.
 * `closed`: what lacks the end of an archive is refused, too. Errors: image.corrupt, image.unsafe, image.too_large, disk.full.
 */
export async function unpackArchive(request: {
  /** path of berth-init */
  readonly init: string
  readonly directory: string
  readonly packed: AsyncIterable<Buffer>
  readonly limits: LayerLimits
  readonly owner?: { readonly uid: number; readonly gid: number }
  readonly attributes?: 'keep' | 'drop'
  readonly closed?: 'closed'
}): Promise<{ readonly skippedDevices: number }> {
  const { limits, owner = {}, attributes = 'drop' } = request
  const job = await startFilesJob(request)
  const planner = createLayerPlanner(limits, 'plain')
  const entry: typeof planner.entry = (member) =>
    planner.entry({ ...member, ...owner, ...(attributes === 'drop' && { xattrs: new Map() }) })
  try {
    await performArchive({ ...request, planner: { entry }, job })
    await job.perform(planner.close().operations)
    await job.end()
    return { skippedDevices: planner.skippedDevices }
  } finally {
    job.kill()
  }
}
