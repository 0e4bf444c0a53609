import { isId } from '@berth/core'
import type { ContainerSpec } from '@berth/protocol'
import type { Runtime } from '@berth/runtime'
import { afterReconnect, afterSpec } from './account.ts'
import type { Converger } from './converger.ts'
import { adoptedMemory, newMemory } from './memory.ts'
import type { Memories } from './memory-files.ts'
import type { NodeLog } from './node-log.ts'
import type { Control } from './node-options.ts'

/** Takes in what control wants of this node's containers. */
export type Wanted = {
  /** Tells control what is here; starts what is missing, and removes what nobody wants any more. */
  reconcile(control: Control): Promise<void>
  /** Asks what is wanted of these, now. */
  ask(control: Control, ids: readonly string[]): Promise<void>
}

export function createWanted(options: {
  memories: Memories
  runtime: Runtime
  converger: Converger
  log: NodeLog
}): Wanted {
  const { memories, runtime, converger, log } = options

  return {
    async reconcile(control) {
      const told = memories.all().map(({ spec }) => spec.id)
      const observed = await Promise.all(told.map((id) => converger.observed(id)))
      const here = observed.filter((container) => container !== undefined)
      const { containers } = await control.call('node.inventory', { containers: here })
      await adoptUnknown(containers)
      await take(containers, told)
      for (const memory of memories.all()) {
        const retried = afterReconnect(memory)
        if (retried === memory) continue
        await memories.save(retried)
        converger.wake(memory.spec.id)
      }
    },
    async ask(control, ids) {
      const { containers } = await control.call('container.specs', { ids: [...ids] })
      await take(containers, ids)
    },
  }

  /** Nobody wants those that were asked for and not answered. */
  async function take(containers: readonly ContainerSpec[], asked: readonly string[]): Promise<void> {
    const wanted = new Set(containers.map(({ id }) => id))
    await Promise.all(containers.map(want))
    await Promise.all(asked.filter((id) => !wanted.has(id)).map(unwant))
  }

  async function want(spec: ContainerSpec): Promise<void> {
    if (!isId('container', spec.id)) return log.warn({ container: spec.id }, 'not the id of a container')
    const memory = memories.get(spec.id)
    if (memory && memory.spec.generation > spec.generation) return // an older answer came late
    const changed = memory?.spec.generation !== spec.generation || memory.secretsLost
    if (changed) await memories.save(memory ? afterSpec(memory, spec) : newMemory(spec))
    converger.wake(spec.id, { interrupt: changed })
  }

  async function unwant(id: string): Promise<void> {
    const memory = memories.get(id)
    if (!memory) return
    await memories.save({ ...memory, spec: { ...memory.spec, desired: 'removed' } })
    converger.wake(id, { interrupt: true })
  }

  /** What runs and is not remembered, because its file was lost: taken over when it is wanted, else removed. */
  async function adoptUnknown(wanted: readonly ContainerSpec[]): Promise<void> {
    for (const run of await runtime.list()) {
      if (memories.get(run.id)) continue
      const spec = wanted.find(({ id }) => id === run.id)
      if (spec && run.state === 'running') await memories.save(adoptedMemory(spec, run.startedAt))
      else if (!spec) await runtime.remove(run.id)
    }
  }
}
