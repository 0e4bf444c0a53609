import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { explainFailure } from './init/start-error.ts'
import type { NodeContext } from './node-context.ts'
import { compileSpec, filePathsOf } from './plan/compile-spec.ts'
import { containerPlan } from './plan/container-plan.ts'
import type { ContainerRequest } from './runtime.ts'
import { DEFAULT_SECCOMP } from './seccomp/default-profile.ts'
import { containerFolder } from './state/container-folder.ts'

/**
 * Prepares folder and control groups, and lets berth-init perform the plan. When it fails, everything that was made
 * is taken back; the log of earlier runs stays. Error: runtime.start_failed.
 */
export async function startContainer(node: NodeContext, request: ContainerRequest): Promise<void> {
  const folder = containerFolder(node.dir, request.id)
  const startedAt = node.clock.now().toISOString()
  const isNew = await folder.prepare({ request, startedAt, bootId: node.bootId })
  try {
    await node.cgroups.remove(request.id)
    const cgroup = await node.cgroups.create(request.id, request.limits)
    const spec = compileSpec(request, filePathsOf(folder.path, request), node.host)
    const plan = containerPlan(spec, {
      folder: folder.path,
      socket: containerSocket(node, request.id),
      rootfs: request.rootfs,
      cgroup,
      user: request.process.user,
      log: request.log,
      firstSegment: await folder.nextSegment(),
      filter: node.filterOf(spec.linux.seccomp ?? DEFAULT_SECCOMP),
    })
    const outcome = await node.start('start', `${node.instance}/${request.id}`, plan)
    if (outcome.kind === 'started') return
    const { message, exitCode } = explainFailure(outcome, plan)
    throw new BerthError('runtime.start_failed', message, { details: { id: request.id, exitCode } })
  } catch (error) {
    await node.cgroups.remove(request.id)
    if (isNew) await folder.remove()
    throw asStartError(error, request.id)
  }
}

export function containerSocket(node: NodeContext, id: string): string {
  return join(node.socketDir, `${id}.sock`)
}

function asStartError(error: unknown, id: string): BerthError {
  if (error instanceof BerthError) return error
  const why = error instanceof Error ? error.message : String(error)
  return new BerthError('runtime.start_failed', `could not be set up on its node: ${why}`, {
    details: { id },
    cause: error,
  })
}
