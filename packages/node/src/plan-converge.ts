import type { Limits } from '@berth/core'
import type { ContainerRecord, RunLimits } from '@berth/runtime'
import { limitsOf } from './container-request.ts'
import type { Memory } from './memory.ts'

/** What is to be done for one container, in order. The executor does it, and plans again when something changed. */
export type Step =
  /** an end that is not in the memory yet: reason, last lines, restart policy; plan again after it */
  | { readonly kind: 'account' }
  | { readonly kind: 'stop'; readonly why: 'wanted' | 'restart' }
  | { readonly kind: 'pull' }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'attach' }
  | { readonly kind: 'volumes' }
  | { readonly kind: 'start' }
  | { readonly kind: 'health' }
  /** a job whose agent was killed before it noted the start */
  | { readonly kind: 'note-start'; readonly run: ContainerRecord }
  /** it runs, so that the start that was asked for is not owed any more */
  | { readonly kind: 'granted' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'unpause' }
  /** other limits, while it runs; `before` is what it has */
  | { readonly kind: 'update'; readonly before: Limits }
  /** nothing until then; plan again */
  | { readonly kind: 'wait'; readonly until: Date }
  | { readonly kind: 'detach' }
  /** runtime folder, snapshot, volumes, ids; nothing is left of it */
  | { readonly kind: 'remove' }

export type LocalState = {
  readonly memory: Memory
  /** the last run, as the runtime knows it */
  readonly run: ContainerRecord | undefined
  readonly attached: boolean
}

const START: readonly Step[] = [
  { kind: 'pull' },
  { kind: 'snapshot' },
  { kind: 'attach' },
  { kind: 'volumes' },
  { kind: 'start' },
  { kind: 'health' },
]

/** Pure: from what is wanted and what is, to what is to be done now. Nothing means that all is as wanted. */
export function planConverge(local: LocalState, now: Date): readonly Step[] {
  const { memory, run } = local
  if (run?.state === 'ended' && run.endedAt?.toISOString() !== memory.accounted) return [{ kind: 'account' }]
  const running = run?.state === 'running'
  const paused = run?.paused === true
  switch (memory.spec.desired) {
    case 'removed':
      return [...stopIf(running), { kind: 'detach' }, { kind: 'remove' }]
    case 'stopped':
      return [...stopIf(running), ...(local.attached ? ([{ kind: 'detach' }] as const) : [])]
    case 'paused':
      // what does not run is started when it is wanted to run again
      return running && !paused ? [{ kind: 'pause' }] : []
    case 'running':
      if (!running) return planStart(local, now)
      return [...(paused ? [{ kind: 'unpause' } as const] : []), ...planRunning(memory, run)]
  }
}

function planRunning(memory: Memory, run: ContainerRecord): readonly Step[] {
  const { limits } = run
  // it runs once, whatever was noted of it
  if (memory.spec.job && memory.started === null) return [{ kind: 'note-start', run }]
  if (memory.started?.nonce !== memory.spec.restartNonce) return [{ kind: 'stop', why: 'restart' }, ...START]
  const granted = memory.asked ? [{ kind: 'granted' } as const] : []
  const update = limits && asksForOthers(memory, limits) ? [{ kind: 'update', before: limits } as const] : []
  return [...granted, ...update, ...(memory.healthy ? [] : [{ kind: 'health' } as const])]
}

function asksForOthers({ spec, refused }: Memory, { cpu, memory, pids, disk, burst }: RunLimits): boolean {
  if (refused?.generation === spec.generation) return false
  const wanted = limitsOf(spec)
  if (wanted.burst !== burst) return true
  return wanted.cpu !== cpu || wanted.memory !== memory || wanted.pids !== pids || wanted.disk !== disk
}

function planStart({ memory, attached }: LocalState, now: Date): readonly Step[] {
  if (memory.secretsLost) return []
  if (memory.asked) return START
  if (memory.nextStartAt === null) return attached ? [{ kind: 'detach' }] : []
  const until = new Date(memory.nextStartAt)
  return until > now ? [{ kind: 'wait', until }] : START
}

function stopIf(running: boolean): readonly Step[] {
  return running ? [{ kind: 'stop', why: 'wanted' }] : []
}
