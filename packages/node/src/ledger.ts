import { BerthError } from '@berth/core'
import type { Network } from '@berth/network'
import type { ObservedContainer, PullSum } from '@berth/protocol'
import type { Runtime } from '@berth/runtime'
import type { Memory } from './memory.ts'
import type { Memories } from './memory-files.ts'
import { observe, type Phase } from './observe.ts'
import { createPace } from './pace.ts'
import type { LocalState } from './plan-converge.ts'

/** What is known of each container at this moment; each change of it is reported. */
export type Ledger = {
  look(id: string): Promise<LocalState | undefined>
  observed(id: string): Promise<ObservedContainer | undefined>
  /** Error: container.not_found. */
  memoryOf(id: string): Memory
  save(memory: Memory): Promise<void>
  /** What the node does for it from now on. */
  enter(id: string, phase: Phase): Promise<void>
  tell(id: string): Promise<void>
  /** How far its image is; told at most once a second. */
  pulled(id: string, sum: PullSum): void
  /** Nothing of it is here any more, and its memory is forgotten. */
  removed(memory: Memory): void
}

const TELL_PULL_MS = 1000

export function createLedger(options: {
  memories: Memories
  runtime: Runtime
  network: Network
  report: (observed: ObservedContainer) => void
  onError: (error: unknown) => void
}): Ledger {
  const { memories, runtime, network, report } = options
  const phases = new Map<string, Phase>()
  const pulls = new Map<string, PullSum>()
  const told = createPace(TELL_PULL_MS)

  return {
    look,
    observed,
    memoryOf(id) {
      const memory = memories.get(id)
      if (!memory) throw new BerthError('container.not_found', `container ${id} is not known here`)
      return memory
    },
    async save(memory) {
      await memories.save(memory)
      await tell(memory.spec.id)
    },
    async enter(id, phase) {
      if ((phases.get(id) ?? 'idle') === phase) return
      phases.set(id, phase)
      if (phase !== 'pulling') pulls.delete(id)
      await tell(id)
    },
    tell,
    pulled(id, sum) {
      if (phases.get(id) !== 'pulling') return
      pulls.set(id, sum)
      if (told.isDue(id)) void tell(id).catch(options.onError)
    },
    removed(memory) {
      phases.delete(memory.spec.id)
      pulls.delete(memory.spec.id)
      report(observe({ memory, run: undefined, attached: false }, 'removed', null))
    },
  }

  async function look(id: string): Promise<LocalState | undefined> {
    const memory = memories.get(id)
    if (!memory) return undefined
    const [run, attachment] = await Promise.all([runtime.get(id), network.get(id)])
    return { memory, run, attached: attachment !== undefined }
  }

  async function observed(id: string): Promise<ObservedContainer | undefined> {
    const local = await look(id)
    if (!local) return undefined
    const address = (await network.get(id))?.address ?? null
    return observe(local, phases.get(id) ?? 'idle', address, pulls.get(id))
  }

  async function tell(id: string): Promise<void> {
    const now = await observed(id)
    if (now) report(now)
  }
}
