import type { LinuxResources } from '@berth/oci'
import type { CommandContext } from './context.ts'
import { openContainer, requireStatus } from './open-container.ts'

/** Changes limits of a container while it is there; what is not named stays as it is. */
export async function updateContainer(
  context: CommandContext,
  id: string,
  resources: LinuxResources,
): Promise<void> {
  const container = await openContainer(context, id)
  requireStatus(container, ['created', 'running', 'paused'], 'update')
  await context.cgroups.update(container.saved.cgroup, resources)
}
