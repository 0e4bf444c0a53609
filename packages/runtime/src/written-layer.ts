import { BerthError } from '@berth/core'
import type { NodeContext } from './node-context.ts'
import { compileSpec } from './plan/compile-spec.ts'
import type { WrittenLayer } from './runtime.ts'
import { containerFolder } from './state/container-folder.ts'

/** Where the last run wrote to. Error: container.not_running, when there was none. */
export async function writtenLayer(node: NodeContext, id: string): Promise<WrittenLayer> {
  const run = await containerFolder(node.dir, id).readRun()
  if (!run)
    throw new BerthError('container.not_running', 'the container has not run yet', { details: { id } })
  const { upper, lower } = run.request.rootfs
  const { mounts } = compileSpec(run.request, [], node.host)
  return { upper, lower, mountPoints: mounts.map(({ destination }) => destination) }
}
