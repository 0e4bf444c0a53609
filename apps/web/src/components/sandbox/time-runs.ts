import type { SandboxState } from '@berth/core'

const RESTS: readonly SandboxState[] = ['stopped', 'failed', 'archived', 'ended']

/** One works, or is about to: its clock is in sight, and may be given more. What rests says itself until when it can go on. */
export function timeRuns(state: SandboxState): boolean {
  return !RESTS.includes(state)
}
