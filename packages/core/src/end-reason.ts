import { formatBytes } from './bytes.ts'

/** Why a container ended. Everything that ends says why. */
export type EndReason =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'oom'; readonly limit: number }
  | { readonly kind: 'stopped'; readonly by: string; readonly code: number | null; readonly forced: boolean }
  | { readonly kind: 'start-failed'; readonly message: string }
  | { readonly kind: 'unhealthy'; readonly message: string; readonly check?: FailedCheck | undefined }
  | { readonly kind: 'supervisor-killed' }
  | { readonly kind: 'node-lost' }
  | { readonly kind: 'host-reboot' }

/** What a health check waited for, and what was there instead, for other languages than English. */
export type FailedCheck = {
  readonly port: number
  readonly seconds: number
  /** where it listens: on this port for itself only, on no port that is reached, or on `ports` */
  readonly listens: 'local' | 'none' | 'other'
  readonly ports: readonly number[]
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
      return `stopped by ${reason.by}${reason.forced ? ' (killed: it did not stop in time)' : ''}`
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
