import type { ErrorCode, SandboxReason, SandboxState } from '@berth/core'

/** One student on the teacher's wall. */
export type WallTile = {
  member: { id: string; name: string; group: string | null }
  /** the newest that has not ended; null: none */
  sandbox: WallSandbox | null
  /** where there is none: why the newest that they had ended; null: they started none */
  ended: { reason: SandboxReason | null } | null
}

export type WallSandbox = {
  id: string
  state: SandboxState
  reason: SandboxReason | null
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
  /** why the platform cannot go on with it at the moment; null: it can */
  trouble: string | null
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

/** away: it does not run now, and is sent it when it goes on; missed: nobody waits for it any more. */
export type BroadcastState = 'waiting' | 'away' | 'running' | 'done' | 'failed' | 'missed'

/** A file or a command that was sent to many of a class. */
export type BroadcastView = {
  id: string
  kind: 'file' | 'command'
  /** the path of the file, or the command */
  what: string
  /** of the lab; null: where its files lie, or its first shell */
  container: string | null
  by: string
  at: Date
  /** some may be sent it still */
  isOpen: boolean
  counts: Partial<Record<BroadcastState, number>>
}

/** What became of one student's. */
export type BroadcastRow = {
  sandbox: string
  name: string
  state: BroadcastState
  /** how a command ended */
  code: number | null
  error: ErrorCode | null
  /** the last lines that it printed */
  output: string
  /** where the file was written */
  path: string | null
  at: Date | null
}

export type BroadcastWhole = BroadcastView & { rows: BroadcastRow[] }
