import type { SandboxState } from '@berth/core'

type Time = { readonly expiresAt: Date | null; readonly deadlineAt: Date | null }

/** There is overtime left, and something that it is given to. */
export function canExtend({ expiresAt, deadlineAt }: Time, state: SandboxState): boolean {
  if (state === 'archived' || state === 'ended') return false
  return expiresAt !== null && deadlineAt !== null && expiresAt < deadlineAt
}
