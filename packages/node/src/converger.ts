import { BerthError, type Clock, createSerial, type EndReason, type Limits, toBerthError } from '@berth/core'
import type { ImageStore } from '@berth/image'
import type { LogStore } from '@berth/logstore'
import type { Network } from '@berth/network'
import type { ObservedContainer } from '@berth/protocol'
import type { IdPool, Runtime } from '@berth/runtime'
import {
  afterEnd,
  afterFailedStart,
  afterHealthy,
  afterRefusedLimits,
  afterStart,
  HEALTH_CHECK,
} from './account.ts'
import { createHealthKeeper, type Unhealthy } from './health/health-keeper.ts'
import { lastLines } from './last-lines.ts'
import type { Memory } from './memory.ts'
import type { Memories } from './memory-files.ts'
import type { NodeLog } from './node-log.ts'
import { observe, type Phase } from './observe.ts'
import { type LocalState, planConverge, type Step } from './plan-converge.ts'
import type { OpenStream } from './sessions.ts'
import { createSlots } from './slots.ts'
import type { Draft, Starter } from './start-container.ts'

/** Brings containers to what is wanted of them: one visit at a time per container, a few starts at a time in all. */
export type Converger = {
  /** Look at a container again, now. `interrupt`: what is wanted changed, so do not finish what waits. */
  wake(id: string, options?: { interrupt: boolean }): void
  look(id: string): Promise<LocalState | undefined>
  observed(id: string): Promise<ObservedContainer | undefined>
  /** Resolves when no visit is under way; waits and health checks are broken off. */
  close(): Promise<void>
}

const STARTS_AT_ONCE = 4
const RETRY_MS = 2000

type Visit = { readonly memory: Memory; readonly draft: Draft; readonly signal: AbortSignal }

export function createConverger(options: {
  memories: Memories
  runtime: Runtime
  images: ImageStore
  network: Network
  logs: LogStore
  ids: IdPool
  starter: Starter
  openStream: OpenStream
  healthIntervalMs: number
  report: (observed: ObservedContainer) => void
  clock: Clock
  log: NodeLog
}): Converger {
  const { memories, runtime, images, network, logs, ids, starter, clock, log } = options
  const serial = createSerial()
  const slots = createSlots(STARTS_AT_ONCE)
  const phases = new Map<string, Phase>()
  const timers = new Map<string, NodeJS.Timeout>()
  const interrupts = new Map<string, AbortController>()
  const health = createHealthKeeper({
    ...{ runtime, network, clock, openStream: options.openStream, intervalMs: options.healthIntervalMs },
    onUnhealthy: (id, why) => void serial.run(id, () => endUnhealthy(id, why)).catch(onError),
    onError,
  })
  const queued = new Set<string>()
  let closed = false

  return {
    wake,
    look,
    observed,
    async close() {
      closed = true
      health.close()
      for (const timer of timers.values()) clearTimeout(timer)
      for (const visit of interrupts.values()) visit.abort()
      await serial.idle()
    },
  }

  function onError(error: unknown): void {
    log.warn({ err: error }, 'a health check could not be made')
  }

  function wake(id: string, { interrupt } = { interrupt: false }): void {
    if (interrupt) interrupts.get(id)?.abort()
    clearTimeout(timers.get(id))
    timers.delete(id)
    if (closed || queued.has(id)) return
    queued.add(id)
    void serial.run(id, async () => {
      queued.delete(id)
      const interrupter = new AbortController()
      interrupts.set(id, interrupter)
      await visit(id, interrupter.signal).catch((error: unknown) => {
        if (interrupter.signal.aborted) return // somebody woke it again: the next visit knows better
        log.warn({ err: error, container: id }, 'a container could not be brought to what is wanted')
        later(id, RETRY_MS)
      })
      interrupts.delete(id)
    })
  }

  function later(id: string, ms: number): void {
    if (closed || queued.has(id)) return
    timers.set(
      id,
      setTimeout(() => wake(id), ms),
    )
  }

  async function visit(id: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const local = await look(id)
      if (!local || closed) return
      const steps = planConverge(local, clock.now())
      await tell(id)
      await health.watchOver(local)
      if (steps.length === 0) return
      if ((await follow(id, steps, signal)) === 'waits') return
    }
  }

  /** One plan, from its first step to its last; starts take a slot, and what waits does not. */
  async function follow(id: string, steps: readonly Step[], signal: AbortSignal): Promise<'done' | 'waits'> {
    const draft: Draft = {}
    const start = steps.filter(isStart)
    for (const step of steps) {
      if (isStart(step) && step !== start[0]) continue
      if (signal.aborted || closed) return 'waits'
      if (step.kind === 'wait') {
        later(id, Math.max(0, step.until.getTime() - clock.now().getTime()))
        return 'waits'
      }
      if (isStart(step)) {
        if (!(await slots.run(() => bringUp(id, start, draft, signal)))) return 'done'
      } else {
        await perform(step, { memory: memoryOf(id), draft, signal })
      }
    }
    return 'done'
  }

  /** False when it did not start, which is in the memory then. */
  async function bringUp(
    id: string,
    steps: readonly Step[],
    draft: Draft,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      for (const step of steps) {
        signal.throwIfAborted()
        await perform(step, { memory: memoryOf(id), draft, signal })
      }
      return true
    } catch (thrown) {
      if (signal.aborted || closed) return false
      const error = toBerthError(thrown)
      if (error !== thrown) log.warn({ err: thrown, container: id }, 'a start failed for no known reason')
      const run = await runtime.get(id)
      const lines = await lastLines(logs, runtime.logDirectory(id))
      await save(afterFailedStart(memoryOf(id), { error, at: clock.now(), lastLines: lines, run }))
      return false
    } finally {
      await enter(id, 'idle')
    }
  }

  async function perform(step: Step, at: Visit): Promise<void> {
    const { memory, draft, signal } = at
    const { id } = memory.spec
    switch (step.kind) {
      case 'account':
        return account(memory)
      case 'stop':
        await runtime.stop(id, { ...stopOptions(memory), by: stopReason(memory, step.why) })
        return account(memory)
      case 'pull':
        await enter(id, (await images.get(memory.spec.image.digest)) ? 'starting' : 'pulling')
        return starter.pull(memory, draft, signal)
      case 'snapshot':
        await enter(id, 'starting')
        return starter.snapshot(memory, draft)
      case 'attach':
        return starter.attach(memory, draft)
      case 'volumes':
        return starter.volumes(memory, draft)
      case 'start': {
        const record = await starter.start(memory, draft)
        return save(afterStart(memoryOf(id), record, memory))
      }
      case 'health':
        return checkHealth(memory, signal)
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

  async function account(memory: Memory, because?: EndReason): Promise<void> {
    const { id } = memory.spec
    const run = await runtime.get(id)
    if (run?.state !== 'ended' || run.end === null || run.endedAt === null) return
    const lines = await lastLines(logs, runtime.logDirectory(id))
    await save(afterEnd(memoryOf(id), { at: run.endedAt, end: because ?? run.end, lastLines: lines }))
  }

  async function checkHealth(memory: Memory, signal: AbortSignal): Promise<void> {
    const why = await health.await(memory.spec, signal)
    if (why === undefined) await save(afterHealthy(memoryOf(memory.spec.id)))
    else await end(memory, why)
  }

  /** The disk comes first, because it never refuses: a crash in between is made good by the next visit. */
  async function update({ spec }: Memory, before: Limits): Promise<void> {
    await images.limitSnapshot(spec.id, spec.limits.disk)
    try {
      await runtime.update(spec.id, spec.limits)
    } catch (error) {
      if (!(error instanceof BerthError) || error.code !== 'container.limit_in_use') throw error
      await images.limitSnapshot(spec.id, before.disk)
      await save(afterRefusedLimits(memoryOf(spec.id), spec.generation, error.message))
    }
  }

  async function endUnhealthy(id: string, why: Unhealthy): Promise<void> {
    const local = await look(id)
    if (closed || local?.run?.state !== 'running' || !local.memory.healthy) return
    await end(local.memory, why)
    wake(id)
  }

  async function end(memory: Memory, why: Unhealthy): Promise<void> {
    await runtime.stop(memory.spec.id, { ...stopOptions(memory), by: HEALTH_CHECK })
    await account(memory, why)
  }

  async function remove(memory: Memory): Promise<void> {
    const { id } = memory.spec
    await runtime.remove(id)
    await images.removeSnapshot(id)
    await memories.forget(id)
    const appId = memory.spec.app.id
    if (!memories.all().some(({ spec }) => spec.app.id === appId)) await ids.release(appId)
    phases.delete(id)
    options.report(observe({ memory, run: undefined, attached: false }, 'removed', null))
  }

  function memoryOf(id: string): Memory {
    const memory = memories.get(id)
    if (!memory) throw new BerthError('container.not_found', `container ${id} is not known here`)
    return memory
  }

  async function save(memory: Memory): Promise<void> {
    await memories.save(memory)
    await tell(memory.spec.id)
  }

  async function enter(id: string, phase: Phase): Promise<void> {
    if ((phases.get(id) ?? 'idle') === phase) return
    phases.set(id, phase)
    await tell(id)
  }

  async function tell(id: string): Promise<void> {
    const now = await observed(id)
    if (now) options.report(now)
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
    return observe(local, phases.get(id) ?? 'idle', address)
  }
}

const START_STEPS: readonly Step['kind'][] = ['pull', 'snapshot', 'attach', 'volumes', 'start']

function isStart(step: Step): boolean {
  return START_STEPS.includes(step.kind)
}

function stopOptions({ spec }: Memory): { signal?: string; timeoutMs: number } {
  const { signal, timeoutMs } = spec.stop
  return signal === undefined ? { timeoutMs } : { signal, timeoutMs }
}

function stopReason({ spec }: Memory, why: 'wanted' | 'restart'): string {
  if (why === 'restart') return 'a restart'
  return spec.desired === 'removed' ? 'its removal' : 'a request'
}
