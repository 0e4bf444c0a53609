import { constants } from 'node:os'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { groupPlan } from './cgroup/group-plan.ts'
import type { PlanOutcome } from './init/outcome.ts'
import { explainFailure } from './init/start-error.ts'
import type { NodeContext } from './node-context.ts'
import { compileSpec, filePathsOf } from './plan/compile-spec.ts'
import { hasInit, limitsWithInit } from './plan/init.ts'
import { containerPlan } from './plan/container-plan.ts'
import type { Plan } from './plan/operation.ts'
import type { ContainerRequest } from './runtime.ts'
import { DEFAULT_SECCOMP } from './seccomp/default-profile.ts'
import { containerFolder, type SavedRun } from './state/container-folder.ts'
import { folderPlan, placePlan } from './state/folder-plan.ts'
import { secretEnvPath, secretEnvPlan } from './state/secret-env.ts'

export type StartedRun = { readonly run: SavedRun; readonly pid: number }

/**
 * Has berth-init make folder, control groups and process in one go. When it fails, everything that was made is taken
 * back; the log of earlier runs stays. Error: runtime.start_failed.
 */
export async function startContainer(node: NodeContext, request: ContainerRequest): Promise<StartedRun> {
  const { id } = request
  const folder = containerFolder(node.dir, id)
  const run = { request, startedAt: node.clock.now().toISOString(), bootId: node.bootId }
  const isNew = !folder.isThere()
  if (!isNew) await folder.clear()
  try {
    const plan = startPlan(node, run, isNew ? 1 : await folder.nextSegment())
    const outcome = await perform(node, id, plan)
    if (outcome.kind === 'started') return { run, pid: outcome.pid }
    const { message, exitCode, fault } = explainFailure(outcome, plan)
    const details = { id, exitCode, ...(fault === undefined ? {} : { fault }) }
    throw new BerthError('runtime.start_failed', message, { details })
  } catch (error) {
    await node.cgroups.remove(id)
    if (isNew) await folder.remove()
    throw asStartError(error, id)
  }
}

function startPlan(node: NodeContext, run: SavedRun, firstSegment: number): Plan {
  const { request } = run
  node.cgroups.place(request)
  const { path } = containerFolder(node.dir, request.id)
  const spec = compileSpec(request, filePathsOf(path, request), node.host)
  return containerPlan(spec, {
    folder: path,
    place: placePlan(path),
    socket: containerSocket(node, request.id),
    rootfs: request.rootfs,
    preparation: [
      ...folderPlan(path, run),
      ...secretEnvPlan(secretEnvPath(node.socketDir, request.id), request.process.secretEnv),
      ...groupPlan(node.cgroups.layout, node.cgroups.groupOf(request.id), limitsWithInit(request)),
    ],
    cgroup: node.cgroups.entry(request.id),
    user: request.process.user,
    secretFiles: request.secretFiles ?? {},
    log: request.log,
    init: hasInit(request),
    idle: request.idle ?? false,
    attended: request.process.attended ?? false,
    firstSegment,
    filter: node.filterOf(spec.linux.seccomp ?? DEFAULT_SECCOMP),
  })
}

/** Control groups that an earlier run left are looked for only when they are in the way. */
async function perform(node: NodeContext, id: string, plan: Plan): Promise<PlanOutcome> {
  const label = `${node.instance}/${id}`
  const outcome = await node.start('start', label, plan)
  if (!meetsLeftGroup(outcome, plan)) return outcome
  await node.cgroups.remove(id)
  return node.start('start', label, plan)
}

function meetsLeftGroup(outcome: PlanOutcome, plan: Plan): boolean {
  if (outcome.kind !== 'failed' || outcome.errno !== constants.errno.EEXIST) return false
  const clone = plan.findIndex(({ op }) => op === 'clone')
  return outcome.operation < clone && plan[outcome.operation]?.op === 'makeDir'
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
