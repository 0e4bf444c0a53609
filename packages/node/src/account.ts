import type { BerthError, EndReason, ErrorKind } from '@berth/core'
import { type ContainerSpec, startFaultSchema } from '@berth/protocol'
import type { ContainerRecord } from '@berth/runtime'
import { backoffDelay, STEADY_MS } from './backoff.ts'
import type { Memory } from './memory.ts'
import { restartAfter } from './restart-policy.ts'

/** The memory after what happened; pure, each of them. */

export function afterSpec(memory: Memory, spec: ContainerSpec): Memory {
  const before = memory.spec
  const rested = before.desired === 'stopped' || before.desired === 'removed'
  const ended = before.desired === 'paused' && memory.end !== null
  // what rested and is paused does not run: it is started when it shall go on
  const started = spec.desired === 'running' ? rested || ended : spec.desired === 'paused' && rested
  const restarted = spec.restartNonce !== before.restartNonce
  const mended = memory.hopeless && spec.generation !== before.generation
  return started || restarted || mended
    ? { ...memory, spec, secretsLost: false, asked: true, failures: 0, nextStartAt: null, hopeless: false }
    : { ...memory, spec, secretsLost: false }
}

/** `begun` is what the start began with: something else may be wanted by the time it is done. */
export function afterStart(memory: Memory, record: ContainerRecord, begun = memory): Memory {
  return {
    ...memory,
    asked: false,
    started: { nonce: begun.spec.restartNonce },
    restarts: begun.asked ? memory.restarts : memory.restarts + 1,
    healthy: false,
    startedAt: record.startedAt.toISOString(),
    endedAt: null,
    end: null,
    nextStartAt: null,
    hopeless: false,
    lastLines: [],
  }
}

/** The run ended. By our own hand it is over; else the restart policy says whether and when it starts again. */
export function afterEnd(
  memory: Memory,
  ended: { at: Date; end: EndReason; lastLines: readonly string[] },
): Memory {
  const { at } = ended
  const end = reasonOf(ended.end)
  const startedAt = memory.startedAt === null ? at : new Date(memory.startedAt)
  const failures = at.getTime() - startedAt.getTime() >= STEADY_MS ? 0 : memory.failures
  const again = restartAfter(end, memory.spec.restart, failures)
  return {
    ...memory,
    asked: memory.spec.job === undefined && isAskedAgain(end, memory),
    healthy: false,
    accounted: at.toISOString(),
    endedAt: at.toISOString(),
    end,
    failures: again ? failures + 1 : failures,
    nextStartAt: again ? new Date(at.getTime() + backoffDelay(failures)).toISOString() : null,
    lastLines: [...ended.lastLines].slice(-20),
  }
}

/** It could not be started. Whether another try can heal that is said by the error's kind. */
export function afterFailedStart(
  memory: Memory,
  failed: { error: BerthError; at: Date; lastLines: readonly string[]; run: ContainerRecord | undefined },
): Memory {
  const { error, at, run } = failed
  const retry = CAN_HEAL[error.kind]
  return {
    ...memory,
    asked: false,
    healthy: false,
    accounted: run?.endedAt?.toISOString() ?? memory.accounted,
    endedAt: at.toISOString(),
    end: startFailure(error),
    failures: memory.failures + 1,
    nextStartAt: retry ? new Date(at.getTime() + backoffDelay(memory.failures)).toISOString() : null,
    hopeless: !retry,
    lastLines: [...failed.lastLines].slice(-20),
  }
}

/** The sentence of what was thrown, and what other languages say it from. */
function startFailure({ code, message, details }: BerthError): EndReason {
  const { data: fault } = startFaultSchema.safeParse(details['fault'])
  return { kind: 'start-failed', message, code, ...(fault === undefined ? {} : { fault }) }
}

/** It runs on with the limits that it had. */
export function afterRefusedLimits(memory: Memory, generation: number, message: string): Memory {
  return { ...memory, refused: { generation, message } }
}

/** It runs, as was asked for: its next end is a matter of the policy again. */
export function afterGranted(memory: Memory): Memory {
  const isGranted = memory.spec.desired === 'running' && memory.started?.nonce === memory.spec.restartNonce
  return isGranted ? { ...memory, asked: false } : memory
}

export function afterHealthy(memory: Memory): Memory {
  return { ...memory, healthy: true, end: null, lastLines: [] }
}

/** Its health check failed for good: it still runs, and is stopped next. */
export function afterVerdict(memory: Memory, end: EndReason, lastLines: readonly string[]): Memory {
  return { ...memory, healthy: false, end, lastLines: [...lastLines].slice(-20) }
}

/** Control is back: what could not be started for want of it is tried at once. */
export function afterReconnect(memory: Memory): Memory {
  return memory.end?.kind === 'start-failed' && memory.nextStartAt !== null
    ? { ...memory, asked: true, nextStartAt: null }
    : memory
}

/** Who a failed health check stops a container as; the agent may be killed between the stop and its account. */
export const HEALTH_CHECK = 'the health check'

/** Also by a restart that was asked for within a start: who was to do both may be gone. */
function isAskedAgain(end: EndReason, memory: Memory): boolean {
  const { asked, started, spec } = memory
  return asked || isUnwantedStop(end, memory) || (started !== null && started.nonce !== spec.restartNonce)
}

/** A stop that was under way when it was wanted to run again. */
function isUnwantedStop(end: EndReason, { spec }: Memory): boolean {
  return end.kind === 'stopped' && spec.desired === 'running'
}

function reasonOf(end: EndReason): EndReason {
  return end.kind === 'stopped' && end.by === HEALTH_CHECK
    ? { kind: 'unhealthy', message: 'its health check did not pass' }
    : end
}

const CAN_HEAL: Readonly<Record<ErrorKind, boolean>> = {
  invalid: false,
  unauthenticated: false,
  forbidden: false,
  not_found: false,
  precondition: false,
  conflict: true,
  exhausted: true,
  unavailable: true,
  timeout: true,
  cancelled: true,
  internal: true,
}
