import type { CommandContext } from './context.ts'
import { openContainer, requireStatus } from './open-container.ts'

/** The host's pids of all processes of a container, in order. */
export async function listProcesses(context: CommandContext, id: string): Promise<readonly number[]> {
  const container = await openContainer(context, id)
  requireStatus(container, ['created', 'running', 'paused'], 'list the processes of')
  return [...(await context.cgroups.members(container.saved.cgroup))].sort((a, b) => a - b)
}
