import type { CommandContext } from './context.ts'
import { openContainer, requireStatus } from './open-container.ts'

/** One line of `events`, in runc's shape. */
export type ContainerEvent =
  | { readonly type: 'stats'; readonly id: string; readonly data: unknown }
  | { readonly type: 'oom' | 'pids'; readonly id: string }

/** The figures as they are now. Error: container.wrong_state when it does not run. */
export async function readStats(context: CommandContext, id: string): Promise<ContainerEvent> {
  const container = await openContainer(context, id)
  requireStatus(container, ['running', 'paused'], 'read the figures of')
  return { type: 'stats', id, data: await context.cgroups.stats(container.saved.cgroup) }
}

/**
 * Figures every `intervalMs`, and at once when the kernel says that memory ran out or a fork was refused, until the
 * container ends.
 */
export async function* followEvents(
  context: CommandContext,
  id: string,
  intervalMs: number,
): AsyncGenerator<ContainerEvent> {
  const container = await openContainer(context, id)
  requireStatus(container, ['running', 'paused'], 'watch')
  const told: ContainerEvent[] = []
  let wake = () => undefined as void
  const tell = (event: ContainerEvent) => {
    told.push(event)
    wake()
  }
  const watch = context.cgroups.watch(container.saved.cgroup, {
    outOfMemory: () => tell({ type: 'oom', id }),
    outOfPids: () => tell({ type: 'pids', id }),
  })
  try {
    for (;;) {
      const { saved, status } = await openContainer(context, id)
      yield* told.splice(0)
      if (status !== 'running' && status !== 'paused') return
      yield { type: 'stats', id, data: await context.cgroups.stats(saved.cgroup) }
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, intervalMs)
      })
    }
  } finally {
    watch.close()
  }
}
