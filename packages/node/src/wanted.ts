import { BerthError, isId } from '@berth/core'
import { type ContainerSpec, MAX_ASKED } from '@berth/protocol'
import type { Runtime } from '@berth/runtime'
import { afterReconnect, afterSpec } from './account.ts'
import type { Converger } from './converger.ts'
import { inPages } from './in-pages.ts'
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

/** What the runtime has, by id. */
type Runs = ReadonlyMap<string, Awaited<ReturnType<Runtime['list']>>[number]>

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
      const pages = inPages(here)
      for (const page of pages.slice(0, -1)) await control.call('container.report', { containers: page })
      const answer = await control.call('node.inventory', { containers: pages.at(-1) ?? [] })
      const { containers, left = [], untold = [] } = answer
      const wanted = new Set([...containers.map(({ id }) => id), ...left, ...untold])
      const runs = await removeUnknown(wanted)
      await Promise.all(told.filter((id) => !wanted.has(id)).map(unwant))
      for (const spec of containers) await adopt(spec, runs)
      await Promise.all(containers.map(want))
      await askAll(control, left, runs)
      for (const memory of memories.all()) {
        const retried = afterReconnect(memory)
        if (retried === memory) continue
        await memories.save(retried)
        converger.wake(memory.spec.id)
      }
    },
    ask: (control, ids) => askAll(control, ids, new Map()),
  }

  /** In as many messages as it takes. Nobody wants those that were asked for and not spoken of. */
  async function askAll(control: Control, ids: readonly string[], runs: Runs): Promise<void> {
    let open = ids
    while (open.length > 0) {
      const asked = open.slice(0, MAX_ASKED)
      const { containers, left = [], untold = [] } = await control.call('container.specs', { ids: asked })
      const known = new Set([...containers.map(({ id }) => id), ...left, ...untold])
      for (const spec of containers) await adopt(spec, runs)
      await Promise.all(containers.map(want))
      await Promise.all(asked.filter((id) => !known.has(id)).map(unwant))
      const next = [...left, ...open.slice(MAX_ASKED)]
      if (next.length >= open.length) throw unanswered(next)
      open = next
    }
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

  /** What runs and is neither remembered nor wanted goes; answers with all that runs. */
  async function removeUnknown(wanted: ReadonlySet<string>): Promise<Runs> {
    const runs = await runtime.list()
    for (const { id } of runs) if (!memories.get(id) && !wanted.has(id)) await runtime.remove(id)
    return new Map(runs.map((run) => [run.id, run]))
  }

  /** What runs and is not remembered, because its file was lost. */
  async function adopt(spec: ContainerSpec, runs: Runs): Promise<void> {
    const run = runs.get(spec.id)
    if (run?.state !== 'running' || memories.get(spec.id)) return
    await memories.save(adoptedMemory(spec, run.startedAt))
  }
}

function unanswered(ids: readonly string[]): BerthError {
  return new BerthError(
    'protocol.invalid_message',
    `control does not answer what it wants of ${ids.length} containers`,
  )
}
