import type { ObservedState, SandboxReason, SandboxScript, SandboxState } from '@berth/core'

export type SandboxContainerView = {
  /** of the lab */
  name: string
  /** null: it is not made now */
  id: string | null
  state: ObservedState | null
  /** offered as a tab */
  terminal: boolean
  limits: { cpu: number; memory: number; pids: number; disk: number }
  ports: { name: string; port: number; open: boolean }[]
}

export type SandboxCheckView = {
  name: string
  title: string
  auto: boolean
  points: number
  /** the newest */
  result: { passed: boolean; message: string; at: Date } | null
}

/** One student's lab, as its owner and those who teach see it. */
export type SandboxView = {
  id: string
  kind: 'lesson' | 'trial' | 'copy'
  state: SandboxState
  /** why it is in its state; null while there is nothing to say */
  reason: SandboxReason | null
  /** one English sentence of it */
  reasonText: string | null
  lab: { id: string; name: string; title: string; version: number }
  /** courseLabId is what starts it again */
  course: { id: string; name: string; title: string; courseLabId: string | null } | null
  /** null: a spare one */
  owner: { id: string; name: string } | null
  /** the sandbox that it is a copy of, and whose that is; null: it is none, or that is gone */
  copyOf: { id: string; name: string } | null
  attempt: number
  /** the state before the last reset is kept */
  canUndo: boolean
  /** while it waits: how many come before, and the seconds until its turn where that was measured */
  queue: {
    place: number
    seconds: number | null
    /** its lab takes more than all sandboxes of the tenant may together: it waits until that is raised */
    overQuota: boolean
    /** what other sandboxes keep leaves it no room on the tenant's disk: it waits until some of that is deleted */
    filesFull: boolean
  } | null
  requestedAt: Date
  readyAt: Date | null
  expiresAt: Date | null
  deadlineAt: Date | null
  canExtend: boolean
  /** seconds that one extension gives */
  overtime: number
  /** when its files go; null: that is not settled */
  deletesAt: Date | null
  /** counts up when all passes to its ports were ended: who looks at one needs a new one */
  portTurn: number
  /** it used so much cpu for so long that it is held back */
  throttled: boolean
  hand: { at: Date; note: string | null; takenBy: string | null } | null
  /** who of those that teach types beside its owner */
  driver: { id: string; name: string } | null
  /** who asks to */
  driveAsk: { id: string; name: string; at: Date } | null
  containers: SandboxContainerView[]
  /** shells that go on, whoever looks; by number */
  terminals: { number: number; container: string }[]
  home: { container: string; path: string; bytes: number; usedBytes: number } | null
  checks: SandboxCheckView[]
  /** of its lab, for who tries it or looks into a copy */
  scripts: SandboxScript[]
  /** why the platform cannot go on with it at the moment; null: it can */
  trouble: string | null
}

/** How a script of a lab's author ended, with the last lines that it printed. */
export type SandboxScriptView = { code: number | null; timedOut: boolean; output: string }

/** A port of a sandbox, as its lab names it. */
export type SandboxPortView = {
  name: string
  container: string
  port: number
  /** whoever knows the address may visit; else its owner and who teaches, signed in */
  open: boolean
  url: string
}

export type SandboxEventView = {
  id: string
  type: string
  by: string | null
  reason: SandboxReason | null
  at: Date
}
