import { BerthError, type EndReason, type Limits } from '@berth/core'
import type { ImageStore } from '@berth/image'
import type { LogStore } from '@berth/logstore'
import type { Network } from '@berth/network'
import type { IdPool, Runtime } from '@berth/runtime'
import {
  afterEnd,
  afterGranted,
  afterHealthy,
  afterRefusedLimits,
  afterStart,
  afterVerdict,
  HEALTH_CHECK,
} from './account.ts'
import { limitsOf } from './container-request.ts'
import type { HealthKeeper, Unhealthy } from './health/health-keeper.ts'
import { lastLines } from './last-lines.ts'
import type { Ledger } from './ledger.ts'
import type { Memory } from './memory.ts'
import type { Memories } from './memory-files.ts'
import type { Step } from './plan-converge.ts'
import type { Draft, Starter } from './start-container.ts'
import { stopOptions, stopReason } from './stop-manner.ts'

/** Of whom a step is, and what the start has so far. */
type Visit = { readonly memory: Memory; readonly draft: Draft; readonly signal: AbortSignal }

/** Does the steps of a plan, each by one call of whoever knows how. */
export type Performer = {
  perform(step: Step, at: Visit): Promise<void>
  /** What fails its health check is stopped, and its end is accounted so. */
  endUnhealthy(memory: Memory, why: Unhealthy): Promise<void>
}

export function createPerformer(options: {
  ledger: Ledger
  memories: Memories
  runtime: Runtime
  images: ImageStore
  network: Network
  logs: LogStore
  ids: IdPool
  starter: Starter
  health: HealthKeeper
  /** its log outlives it */
  leaveLog: (id: string) => Promise<void>
}): Performer {
  const { ledger, memories, runtime, images, network, logs, ids, starter, health } = options
  return { perform, endUnhealthy }

  async function perform(step: Step, { memory, draft, signal }: Visit): Promise<void> {
    const { id } = memory.spec
    switch (step.kind) {
      case 'account':
        return account(memory)
      case 'stop':
        await runtime.stop(id, { ...stopOptions(memory), by: stopReason(memory, step.why) })
        return account(memory)
      case 'pull':
        await ledger.enter(id, (await images.get(memory.spec.image.digest)) ? 'starting' : 'pulling')
        return starter.pull(memory, draft, { signal, onPull: (sum) => ledger.pulled(id, sum) })
      case 'snapshot':
        await ledger.enter(id, 'starting')
        return starter.snapshot(memory, draft)
      case 'attach':
        return starter.attach(memory, draft)
      case 'volumes':
        return starter.volumes(memory, draft)
      case 'start': {
        const record = await starter.start(memory, draft)
        return ledger.save(afterStart(ledger.memoryOf(id), record, memory))
      }
      case 'note-start':
        return ledger.save(afterStart(ledger.memoryOf(id), step.run))
      case 'health':
        return checkHealth(memory, signal)
      case 'granted':
        return ledger.save(afterGranted(ledger.memoryOf(id)))
      case 'pause':
        return runtime.pause(id)
      case 'unpause':
        return runtime.unpause(id)
      case 'update':
        return update(memory, step.before)
      case 'detach':
        return network.detach(id)
      case 'remove':
        return remove(memory)
      case 'wait':
        return
    }
  }

  async function account({ spec: { id } }: Memory, because?: EndReason): Promise<void> {
    const run = await runtime.get(id)
    if (run?.state !== 'ended' || run.end === null || run.endedAt === null) return
    const lines = await lastLines(logs, runtime.logDirectory(id))
    const ended = { at: run.endedAt, end: because ?? run.end, lastLines: lines }
    await ledger.save(afterEnd(ledger.memoryOf(id), ended))
  }

  async function checkHealth(memory: Memory, signal: AbortSignal): Promise<void> {
    const why = await health.await(memory.spec, signal)
    if (why === undefined) await ledger.save(afterHealthy(ledger.memoryOf(memory.spec.id)))
    else await endUnhealthy(memory, why)
  }

  async function endUnhealthy(memory: Memory, why: Unhealthy): Promise<void> {
    const { id } = memory.spec
    // its stop may take long, and a deploy waits for the verdict
    const lines = await lastLines(logs, runtime.logDirectory(id))
    await ledger.save(afterVerdict(ledger.memoryOf(id), why, lines))
    await runtime.stop(id, { ...stopOptions(memory), by: HEALTH_CHECK })
    await account(memory, why)
  }

  /** The disk comes first, because it never refuses: a crash in between is made good by the next visit. */
  async function update({ spec }: Memory, before: Limits): Promise<void> {
    await images.limitSnapshot(spec.id, spec.limits.disk)
    try {
      await runtime.update(spec.id, limitsOf(spec))
    } catch (error) {
      if (!(error instanceof BerthError) || error.code !== 'container.limit_in_use') throw error
      await images.limitSnapshot(spec.id, before.disk)
      await ledger.save(afterRefusedLimits(ledger.memoryOf(spec.id), spec.generation, error.message))
    }
  }

  async function remove(memory: Memory): Promise<void> {
    const { id, app } = memory.spec
    await options.leaveLog(id)
    await runtime.remove(id)
    await images.removeSnapshot(id)
    await memories.forget(id)
    if (!memories.all().some(({ spec }) => spec.app.id === app.id)) await ids.release(app.id)
    ledger.removed(memory)
  }
}
