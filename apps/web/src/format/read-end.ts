import type { EndReason } from '@berth/core/end-reason.ts'

const KINDS: ReadonlySet<string> = new Set<EndReason['kind']>([
  'exit',
  'signal',
  'oom',
  'stopped',
  'start-failed',
  'unhealthy',
  'supervisor-killed',
  'node-lost',
  'host-reboot',
])

/** The end reason that an event of ours carries in its data; null when it is not one that this page knows. */
export function readEnd(value: unknown): EndReason | null {
  return isEnd(value) ? value : null
}

function isEnd(value: unknown): value is EndReason {
  return typeof value === 'object' && value !== null && 'kind' in value && KINDS.has(String(value.kind))
}
