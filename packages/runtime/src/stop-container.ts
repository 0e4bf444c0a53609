import { constants } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { ContainerRegistry } from './container-registry.ts'
import type { NodeContext } from './node-context.ts'
import type { ContainerRecord } from './runtime.ts'
import { containerFolder } from './state/container-folder.ts'
import { signalNumber } from './state/signal-number.ts'

export type StopRequest = { readonly signal?: string; readonly timeoutMs: number; readonly by: string }

/** Signal, wait, kill. Who asked is written down first, so that the reason holds even when this process ends now. */
export async function stopContainer(
  node: NodeContext,
  registry: ContainerRegistry,
  id: string,
  { signal, timeoutMs, by }: StopRequest,
): Promise<ContainerRecord> {
  const folder = containerFolder(node.dir, id)
  const alive = registry.running(id)
  if (!alive) {
    const record = await registry.get(id)
    if (record) return record
    throw new BerthError('container.not_found', 'there is no such container here', { details: { id } })
  }
  await folder.writeStop({ by, forced: false })
  alive.link.signal(signalNumber(signal ?? alive.run.request.stopSignal))
  await node.cgroups.thaw(id) // what is paused takes no signal
  const late = new AbortController()
  const record = await Promise.race([alive.ended, waited(timeoutMs, late.signal)])
  late.abort()
  if (record) return record
  await folder.writeStop({ by, forced: true })
  alive.link.signal(constants.signals.SIGKILL)
  await node.cgroups.kill(id)
  return alive.ended
}

/** Resolves with nothing after the time, or as soon as nobody waits any more. */
async function waited(ms: number, signal: AbortSignal): Promise<undefined> {
  try {
    await delay(ms, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
