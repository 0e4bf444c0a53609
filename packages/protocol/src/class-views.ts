import type { ErrorCode, SandboxState } from '@berth/core'

/** One student on the teacher's wall. */
export type WallTile = {
  member: { id: string; name: string; group: string | null }
  /** the newest that has not ended; null: not started */
  sandbox: WallSandbox | null
}

export type WallSandbox = {
  id: string
  state: SandboxState
  /** one English sentence */
  reasonText: string | null
  lab: string
  /** of the newest of each check */
  checks: { passed: number; failed: number; all: number }
  /** since when nothing new was passed: the last success, or the start */
  stuckSince: Date | null
  hand: { at: Date; note: string | null; takenBy: string | null } | null
  /** when its owner last typed */
  activeAt: Date | null
  canExtend: boolean
  canUndo: boolean
  throttled: boolean
}

/** The end of what stands on the terminal of a sandbox that changed last. */
export type WallScreen = {
  sandbox: string
  lines: string[]
  /** names this text: who sends it back is not sent the same again */
  mark: string
}

/** What became of one sandbox of those that something was asked of at once. */
export type ClassOutcome = { sandbox: string; ok: true } | { sandbox: string; ok: false; code: ErrorCode }

/** What somebody who teaches wrote to a student. */
export type MessageView = { id: string; by: string; at: Date; text: string }

export type ClassMessageView = MessageView & { to: number; read: number }
