import { constants } from 'node:os'
import { BerthError } from '@berth/core'
import { signalNumber } from '../state/signal-number.ts'
import type { CommandContext } from './context.ts'
import { openContainer, processOf, requireStatus } from './open-container.ts'
import { signalProcess } from './signal-process.ts'

/** Sends a signal to the first process, or with `all` to every one. Errors: input.invalid, container.wrong_state. */
export async function killContainer(
  context: CommandContext,
  id: string,
  { signal, all }: { readonly signal: string; readonly all: boolean },
): Promise<void> {
  const number = signalNumber(signal)
  const container = await openContainer(context, id)
  if (all) return killAll(context, container.saved.cgroup, number)
  requireStatus(container, ['created', 'running', 'paused'], 'kill')
  if (!(await signalProcess(context.init, processOf(container), number))) {
    throw new BerthError('container.not_running', `container ${id} has ended meanwhile`, { details: { id } })
  }
  if (number === constants.signals.SIGKILL) await context.cgroups.thaw(container.saved.cgroup)
}

async function killAll({ cgroups }: CommandContext, cgroup: string, number: number): Promise<void> {
  if (number === constants.signals.SIGKILL) return cgroups.kill(cgroup)
  for (const pid of await cgroups.members(cgroup)) signalMember(pid, number)
}

/** A member of the group cannot become another process while it is one; if it ended, there is nothing to signal. */
function signalMember(pid: number, number: number): void {
  try {
    process.kill(pid, number)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
