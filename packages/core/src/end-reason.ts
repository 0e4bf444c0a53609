import { formatBytes } from './bytes.ts'

/** Why a container ended. Everything that ends says why. */
export type EndReason =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'oom'; readonly limit: number }
  | {
      readonly kind: 'stopped'
      readonly by: string
      readonly code: number | null
      readonly forced: boolean
      /** absent: somebody wanted just that */
      readonly why?: StopCause | undefined
    }
  | {
      readonly kind: 'start-failed'
      readonly message: string
      /** of the error that stopped the start, and what was wrong with the image where that is known */
      readonly code?: string | undefined
      readonly fault?: StartFault | undefined
    }
  | { readonly kind: 'unhealthy'; readonly message: string; readonly check?: FailedCheck | undefined }
  | { readonly kind: 'supervisor-killed' }
  | { readonly kind: 'node-lost' }
  | { readonly kind: 'host-reboot' }

/** What an instance was stopped for, where nobody asked for its stop as such. */
export type StopCause =
  | { readonly kind: 'replaced'; readonly release: number }
  | { readonly kind: 'scaled-down' }
  | { readonly kind: 'restarted' }
  | { readonly kind: 'deploy-failed' }
  | { readonly kind: 'asleep' }

/** What is wrong with an image or its settings, so that it cannot start. */
export const START_FAULTS = [
  'not-in-image',
  'not-in-path',
  'no-interpreter',
  'not-executable',
  'other-architecture',
  'no-program',
  'no-user',
  'no-group',
  'folder-outside',
  'folder-is-none',
  'folder-forbidden',
  'mount-on-link',
  'mount-on-file',
  'no-command',
] as const

/** A start's fault for other languages than English; `subject`: the program, user, folder or image that it is about. */
export type StartFault = { readonly kind: (typeof START_FAULTS)[number]; readonly subject: string }

/** What a health check waited for, and what was there instead, for other languages than English. */
export type FailedCheck = {
  readonly port: number
  readonly seconds: number
  /** where it listens: on this port for itself only, on no port that is reached, or on `ports` */
  readonly listens: 'local' | 'none' | 'other'
  readonly ports: readonly number[]
}

/** The same for what runs on although processes of it were killed. */
export function describeOutOfMemory(times: number): string {
  return `ran out of memory ${times === 1 ? 'once' : `${times} times`} since its start, processes of it were killed: raise its memory`
}

/** The same for what has as many processes as it may have, and wanted more. */
export function describeForksRefused(times: number): string {
  return `was refused ${times === 1 ? 'one process' : `${times} processes`} more than its pids limit since its start: see what it starts, or raise the limit`
}

/** One English sentence for logs and the CLI; the page has its own words in each language. */
export function describeEnd(reason: EndReason): string {
  switch (reason.kind) {
    case 'exit':
      return `exited with code ${reason.code}`
    case 'signal':
      return `ended by ${reason.signal}`
    case 'oom':
      return `killed: out of memory, it used all of its ${formatBytes(reason.limit)}`
    case 'stopped':
      return `${describeStop(reason.by, reason.why)}${reason.forced ? ' (killed: it did not stop in time)' : ''}`
    case 'start-failed':
      return `could not start: ${reason.message}`
    case 'unhealthy':
      return `did not become healthy: ${reason.message}`
    case 'supervisor-killed':
      return 'ended because its supervisor was killed'
    case 'node-lost':
      return 'lost: its node stopped answering'
    case 'host-reboot':
      return 'ended with its host, which restarted'
  }
}

function describeStop(by: string, why: StopCause | undefined): string {
  switch (why?.kind) {
    case 'replaced':
      return `replaced by release ${why.release}`
    case 'scaled-down':
      return `scaled down by ${by}`
    case 'restarted':
      return `restarted by ${by}`
    case 'deploy-failed':
      return 'stopped because its deploy failed'
    case 'asleep':
      return 'fell asleep'
    case undefined:
      return `stopped by ${by}`
  }
}
