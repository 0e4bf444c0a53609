import { BerthError, formatBytes } from '@berth/core'
import { applySettings } from './cgroup/apply-settings.ts'
import { isBurst, limitSettings, type Setting } from './cgroup/settings.ts'
import type { NodeContext } from './node-context.ts'
import { limitsWithInit } from './plan/init.ts'
import { containerFolder, type SavedRun } from './state/container-folder.ts'
import type { RunLimits } from './runtime.ts'

/**
 * Other limits for a container that runs, which outlive this process. Memory comes first, because only that can be
 * refused: then everything stays as it was. Error: container.limit_in_use.
 */
export async function updateContainer(
  node: NodeContext,
  id: string,
  run: SavedRun,
  limits: RunLimits,
): Promise<SavedRun> {
  const before = run.request.limits
  const settingsOf = (wanted: RunLimits) =>
    limitSettings(node.cgroups.layout, node.cgroups.groupOf(id), limitsWithInit(run.request, wanted))
  const none = before.burst === undefined ? undefined : limits.cpu
  const settings = settingsOf({ ...limits, burst: limits.burst ?? none })
  const ofMemory = settings.filter(isOfMemory)
  await refuseUsedMemory(node, id, limits)
  try {
    await applySettings(inOrder(ofMemory, before, limits))
  } catch (error) {
    const former = settingsOf(before).filter(isOfMemory)
    await applySettings(inOrder(former, limits, before))
    // what v1 says when it could not take enough of it back
    if (error instanceof Error && 'code' in error && error.code === 'EBUSY') throw inUse(limits.memory)
    throw error
  }
  // first none: the kernel refuses a limit below what may be saved up
  await applySettings(settings.filter(isBurst).map((setting) => ({ ...setting, value: '0' })))
  await applySettings(settings.filter((setting) => !isOfMemory(setting)))
  const changed = { ...run, request: { ...run.request, limits } }
  await containerFolder(node.dir, id).writeRun(changed)
  return changed
}

/** v2 does not refuse: it would kill until the rest fits. */
async function refuseUsedMemory(node: NodeContext, id: string, { memory }: RunLimits): Promise<void> {
  const usage = await node.cgroups.usage(id)
  if (usage && usage.memoryBytes > memory) throw inUse(memory, usage.memoryBytes)
}

function isOfMemory({ file }: Setting): boolean {
  return file.includes('/memory.')
}

/** v1 keeps memory below memory with swap at every moment: whoever raises begins with the latter. */
function inOrder(settings: readonly Setting[], before: RunLimits, after: RunLimits): readonly Setting[] {
  return after.memory > before.memory ? settings.toReversed() : settings
}

function inUse(memory: number, used?: number): BerthError {
  const amount = used === undefined ? 'more' : formatBytes(used)
  return new BerthError(
    'container.limit_in_use',
    `a limit of ${formatBytes(memory)} memory is too low: it uses ${amount}, and keeps the limit that it has`,
    { details: { memory, used: used ?? null } },
  )
}
