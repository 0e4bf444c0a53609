import { setTimeout as delay } from 'node:timers/promises'
import type { CommandContext } from './context.ts'
import { openContainer, requireStatus } from './open-container.ts'

/** One line of `events`, in runc's shape. */
export type ContainerEvent =
  | { readonly type: 'stats'; readonly id: string; readonly data: unknown }
  | { readonly type: 'oom'; readonly id: string }

/** The figures as they are now. Error: container.wrong_state when it does not run. */
export async function readStats(context: CommandContext, id: string): Promise<ContainerEvent> {
  const container = await openContainer(context, id)
  requireStatus(container, ['running', 'paused'], 'read the figures of')
  return { type: 'stats', id, data: await context.cgroups.stats(container.saved.cgroup) }
}

/** Figures every `intervalMs`, and each time that memory ran out, until the container ends. */
export async function* followEvents(
  context: CommandContext,
  id: string,
  intervalMs: number,
): AsyncGenerator<ContainerEvent> {
  const container = await openContainer(context, id)
  requireStatus(container, ['running', 'paused'], 'watch')
  let kills = await context.cgroups.oomKills(container.saved.cgroup)
  for (;;) {
    const { saved, status } = await openContainer(context, id)
    if (status !== 'running' && status !== 'paused') return
    const seen = await context.cgroups.oomKills(saved.cgroup)
    if (seen > kills) yield { type: 'oom', id }
    kills = seen
    yield { type: 'stats', id, data: await context.cgroups.stats(saved.cgroup) }
    await delay(intervalMs)
  }
}
