import { type Clock, toBerthError } from '@berth/core'
import type { ImageStore } from '@berth/image'
import type { LogStore } from '@berth/logstore'
import type { Network } from '@berth/network'
import type { ObservedContainer } from '@berth/protocol'
import type { IdPool, Runtime } from '@berth/runtime'
import { afterFailedStart } from './account.ts'
import { createHealthKeeper, type Unhealthy } from './health/health-keeper.ts'
import { lastLines } from './last-lines.ts'
import { createLedger } from './ledger.ts'
import type { Memories } from './memory-files.ts'
import type { NodeLog } from './node-log.ts'
import { createPerformer } from './perform-step.ts'
import { planConverge, type Step } from './plan-converge.ts'
import type { OpenStream } from './sessions.ts'
import { createSlots } from './slots.ts'
import type { Draft, Starter } from './start-container.ts'
import { createVisits } from './visits.ts'

/** Brings containers to what is wanted of them: one visit at a time per container, a few starts at a time in all. */
export type Converger = {
  /** Look at a container again, now. `interrupt`: what is wanted changed, so do not finish what waits. */
  wake(id: string, options?: { interrupt: boolean }): void
  observed(id: string): Promise<ObservedContainer | undefined>
  /** Runs a job while the container stands still; nothing else is done for it meanwhile. A successor lets it go on. */
  hold<T>(id: string, job: () => Promise<T>): Promise<T>
  /** Resolves when no visit is under way; waits and health checks are broken off. */
  close(): Promise<void>
}

const STARTS_AT_ONCE = 4

type ConvergerOptions = {
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
  leaveLog: (id: string) => Promise<void>
  clock: Clock
  log: NodeLog
}

export function createConverger(options: ConvergerOptions): Converger {
  const { runtime, logs, clock, log } = options
  const slots = createSlots(STARTS_AT_ONCE)
  const ledger = createLedger({
    ...options,
    onError: (error) => log.warn({ err: error }, 'how far a pull is could not be told'),
  })
  const onError = (error: unknown) => log.warn({ err: error }, 'a health check could not be made')
  const visits = createVisits({ visit, log })
  const health = createHealthKeeper({
    ...options,
    intervalMs: options.healthIntervalMs,
    onUnhealthy: (id, why) => void visits.between(id, () => endUnhealthy(id, why)).catch(onError),
    onError,
  })
  const performer = createPerformer({ ...options, ledger, health })

  return {
    wake: (id, how) => visits.wake(id, how),
    observed: (id) => ledger.observed(id),
    hold: (id, job) => visits.between(id, () => hold(id, job)),
    async close() {
      health.close()
      await visits.close()
    },
  }

  async function visit(id: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const local = await ledger.look(id)
      if (!local || visits.closed()) return
      const steps = planConverge(local, clock.now())
      await ledger.tell(id)
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
      if (signal.aborted || visits.closed()) return 'waits'
      if (step.kind === 'wait') {
        visits.later(id, Math.max(0, step.until.getTime() - clock.now().getTime()))
        return 'waits'
      }
      if (isStart(step)) {
        if (!(await slots.run(() => bringUp(id, start, draft, signal)))) return 'done'
      } else {
        await performer.perform(step, { memory: ledger.memoryOf(id), draft, signal })
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
        await performer.perform(step, { memory: ledger.memoryOf(id), draft, signal })
      }
      return true
    } catch (thrown) {
      if (signal.aborted || visits.closed()) return false
      const error = toBerthError(thrown)
      if (error !== thrown) log.warn({ err: thrown, container: id }, 'a start failed for no known reason')
      const run = await runtime.get(id)
      const lines = await lastLines(logs, runtime.logDirectory(id))
      const failed = { error, at: clock.now(), lastLines: lines, run }
      await ledger.save(afterFailedStart(ledger.memoryOf(id), failed))
      return false
    } finally {
      await ledger.enter(id, 'idle')
    }
  }

  async function hold<T>(id: string, job: () => Promise<T>): Promise<T> {
    const local = await ledger.look(id)
    if (local?.run?.state !== 'running' || local.run.paused) return job()
    await health.watchOver({ ...local, run: { ...local.run, paused: true } })
    try {
      await runtime.pause(id)
      return await job()
    } finally {
      await letGoOn(id)
      visits.wake(id)
    }
  }

  /** It may have ended meanwhile: then there is nothing to let go on. */
  async function letGoOn(id: string): Promise<void> {
    if ((await runtime.get(id))?.state === 'running') await runtime.unpause(id)
  }

  async function endUnhealthy(id: string, why: Unhealthy): Promise<void> {
    const local = await ledger.look(id)
    if (visits.closed() || local?.run?.state !== 'running' || !local.memory.healthy) return
    await performer.endUnhealthy(local.memory, why)
    visits.wake(id)
  }
}

const START_STEPS: readonly Step['kind'][] = ['pull', 'snapshot', 'attach', 'volumes', 'start']

function isStart(step: Step): boolean {
  return START_STEPS.includes(step.kind)
}
