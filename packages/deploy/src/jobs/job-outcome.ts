import type { EndReason, JobCause } from '@berth/core'
import { type ContainerModel, isSettled } from '../model.ts'
import type { JobModel, JobOutcome } from './job-model.ts'

/** Ends that say nothing of the program: how far it came is not known. */
const UNKNOWN_ENDS: readonly EndReason['kind'][] = ['node-lost', 'host-reboot', 'supervisor-killed']

/** What became of a job, from its container; undefined while it may still run. `why`: it was to end. */
export function outcomeOf(
  job: Pick<JobModel, 'attended'>,
  container: ContainerModel,
  why: JobCause | undefined,
): JobOutcome | undefined {
  const { observed, end } = container
  switch (observed) {
    case 'lost':
      return { state: 'lost', cause: null, end: { kind: 'node-lost' } }
    case 'removed':
      return { state: 'lost', cause: 'gone', end }
    case 'failed':
      return { state: 'failed', cause: null, end }
    case 'stopped':
      return end === null ? neverRan(container, why) : ended(job, end, why)
    case 'pending':
    case 'pulling':
    case 'starting':
    case 'running':
    case 'paused':
    case 'backoff':
      return undefined
  }
}

function neverRan(container: ContainerModel, why: JobCause | undefined): JobOutcome | undefined {
  if (container.desired === 'running' || !isSettled(container)) return undefined
  return { state: why === 'deadline' ? 'failed' : 'canceled', cause: why ?? 'canceled', end: null }
}

function ended(job: Pick<JobModel, 'attended'>, end: EndReason, why: JobCause | undefined): JobOutcome {
  if (UNKNOWN_ENDS.includes(end.kind)) return { state: 'lost', cause: null, end }
  if (end.kind === 'stopped')
    return { state: why === 'deadline' ? 'failed' : 'canceled', cause: why ?? 'canceled', end }
  if (job.attended && end.kind === 'signal' && end.signal === 'SIGHUP') {
    return { state: 'canceled', cause: 'viewer-left', end }
  }
  const isSuccess = end.kind === 'exit' && end.code === 0
  return { state: isSuccess ? 'succeeded' : 'failed', cause: null, end }
}
