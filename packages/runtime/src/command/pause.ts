import type { CommandContext } from './context.ts'
import { openContainer, requireStatus } from './open-container.ts'

/** Error: container.wrong_state when it does not run. */
export async function pauseContainer(context: CommandContext, id: string): Promise<void> {
  const container = await openContainer(context, id)
  requireStatus(container, ['created', 'running'], 'pause')
  await context.cgroups.freeze(container.saved.cgroup)
}

/** Error: container.wrong_state when it is not paused. */
export async function resumeContainer(context: CommandContext, id: string): Promise<void> {
  const container = await openContainer(context, id)
  requireStatus(container, ['paused'], 'resume')
  await context.cgroups.thaw(container.saved.cgroup)
}
