import { startFilesJob } from '../files/files-job.ts'
import { createLayerPlanner } from './layer-plan.ts'
import { type LayerLimits } from './limits.ts'
import { performArchive } from './unpack-layer.ts'

/**
 * Unpacks an archive, plain or packed by gzip or zstd, into an empty folder, as files and not as a layer: no name hides
 * anything. Device nodes are left out; members below a symbolic link of the archive are refused. `owner`: whose
 * everything becomes; without it, whose it was. Errors: image.corrupt, image.unsafe, image.too_large, disk.full.
 */
export async function unpackArchive(request: {
  /** path of berth-init */
  readonly init: string
  readonly directory: string
  readonly packed: AsyncIterable<Buffer>
  readonly limits: LayerLimits
  readonly owner?: { readonly uid: number; readonly gid: number }
}): Promise<void> {
  const { limits, owner = {} } = request
  const job = await startFilesJob(request)
  const planner = createLayerPlanner(limits, 'plain')
  const entry: typeof planner.entry = (member) => planner.entry({ ...member, ...owner, xattrs: new Map() })
  try {
    await performArchive({ ...request, planner: { entry }, job })
    await job.perform(planner.close().operations)
    await job.end()
  } finally {
    job.kill()
  }
}
