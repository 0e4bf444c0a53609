import { BerthError } from '@berth/core'
import type { CommandContext } from './context.ts'
import { type ContainerFolder, containerFolder } from './container-folder.ts'
import type { SavedContainer } from './container-state.ts'
import { isAlive } from './process-start.ts'
import { type ContainerStatus, decideStatus } from './status.ts'

export type OpenContainer = {
  readonly folder: ContainerFolder
  readonly saved: SavedContainer
  readonly status: ContainerStatus
}

/** A container as it is now. Errors: container.not_found, and container.wrong_state while it is made. */
export async function openContainer(context: CommandContext, id: string): Promise<OpenContainer> {
  const folder = containerFolder(context.root, id)
  const saved = await folder.read()
  if (!saved) {
    throw new BerthError('container.wrong_state', `container ${id} is being created: try again`, {
      details: { id },
    })
  }
  return { folder, saved, status: await readStatus(context, folder, saved) }
}

async function readStatus(
  { cgroups }: CommandContext,
  folder: ContainerFolder,
  saved: SavedContainer,
): Promise<ContainerStatus> {
  const alive = saved.process === null ? undefined : await isAlive(saved.process)
  return decideStatus({
    alive,
    complete: saved.complete,
    waits: await folder.waits(),
    frozen: alive === true && (await cgroups.isFrozen(saved.cgroup)),
  })
}

/** Error: container.wrong_state, which says what the container is instead. */
export function requireStatus(
  { saved: { id }, status }: OpenContainer,
  allowed: readonly ContainerStatus[],
  action: string,
): void {
  if (allowed.includes(status)) return
  throw new BerthError(
    'container.wrong_state',
    `cannot ${action} container ${id}: it is ${status}, not ${allowed.join(' or ')}`,
    { details: { id, status } },
  )
}

/** The container's first process. Error: container.not_running. */
export function processOf({ saved: { id, process } }: OpenContainer): { pid: number; startTime: string } {
  if (process) return process
  throw new BerthError('container.not_running', `container ${id} has no process`, { details: { id } })
}
