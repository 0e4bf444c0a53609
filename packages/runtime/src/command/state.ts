import { describeState, type ContainerState } from './container-state.ts'
import type { CommandContext } from './context.ts'
import { listContainers } from './container-folder.ts'
import { openContainer } from './open-container.ts'
import { BerthError } from '@berth/core'

/** Error: container.not_found. */
export async function readState(context: CommandContext, id: string): Promise<ContainerState> {
  const { saved, status } = await openContainer(context, id)
  return describeState(saved, status)
}

/** All containers below the root folder; one that goes or comes meanwhile is left out. */
export async function listStates(context: CommandContext): Promise<readonly ContainerState[]> {
  const states = await Promise.all(
    (await listContainers(context.root)).map((id) =>
      readState(context, id).catch((error: unknown) => {
        if (error instanceof BerthError) return undefined
        throw error
      }),
    ),
  )
  return states.filter((state) => state !== undefined)
}
