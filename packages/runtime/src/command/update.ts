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
  const { cgroup: group, scope: name } = container.saved
  await context.cgroups.update(group, resources)
  if (name !== undefined) await context.scopes.update({ name, group }, resources)
}
