import { setTimeout as delay } from 'node:timers/promises'
import { constants } from 'node:os'
import { BerthError } from '@berth/core'
import { describeState } from './container-state.ts'
import type { CommandContext } from './context.ts'
import type { OpenContainer } from './open-container.ts'
import { isAlive, type ProcessId } from './process-start.ts'
import { runAllHooks } from './run-hooks.ts'
import { signalProcess } from './signal-process.ts'

const END_TRIES = 500
const END_PAUSE_MS = 10

/** Ends what still runs, undoes what `create` did, and runs the poststop hooks (runtime-spec, lifecycle steps 12 and 13). */
export async function destroyContainer(
  context: CommandContext,
  { folder, saved }: Pick<OpenContainer, 'folder' | 'saved'>,
): Promise<void> {
  if (saved.process) await endProcess(context, saved.process, saved.cgroup)
  if (saved.scope !== undefined) await context.scopes.stop(saved.scope)
  if (saved.process || (await isEmpty(context, saved.cgroup))) await context.cgroups.remove(saved.cgroup)
  await runAllHooks(context, 'poststop', saved.hooks.poststop, describeState(saved, 'stopped'))
  await folder.remove()
}

/** Without a process of ours, whoever is in the group is somebody else's. */
async function isEmpty({ cgroups }: CommandContext, cgroup: string): Promise<boolean> {
  return (await cgroups.members(cgroup)).length === 0
}

/** A frozen process does not even take a SIGKILL. */
async function endProcess(
  { init, cgroups }: CommandContext,
  process: ProcessId,
  cgroup: string,
): Promise<void> {
  if (!(await isAlive(process))) return
  await signalProcess(init, process, constants.signals.SIGKILL)
  await cgroups.thaw(cgroup)
  for (let attempt = 0; await isAlive(process); attempt++) {
    if (attempt === END_TRIES) {
      throw new BerthError('internal.unexpected', `process ${process.pid} does not end, though it was killed`)
    }
    await delay(END_PAUSE_MS)
  }
}
