import type { JobView } from '@berth/protocol'

export function isOver({ state }: Pick<JobView, 'state'>): boolean {
  return state !== 'queued' && state !== 'running'
}

/** `job_… succeeded`, `job_… failed: exited with code 3` */
export function sayJobEnd({ id, state, reason }: Pick<JobView, 'id' | 'state' | 'reason'>): string {
  return reason === null ? `${id} ${state}` : `${id} ${state}: ${reason}`
}
