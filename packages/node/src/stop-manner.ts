import type { Memory } from './memory.ts'

/** How a container is stopped: its signal, and how long it may take. */
export function stopOptions({ spec }: Memory): { signal?: string; timeoutMs: number } {
  const { signal, timeoutMs } = spec.stop
  return signal === undefined ? { timeoutMs } : { signal, timeoutMs }
}

/** Whose doing a stop is, as the reason of its end says it. */
export function stopReason({ spec }: Memory, why: 'wanted' | 'restart'): string {
  if (why === 'restart') return 'a restart'
  return spec.desired === 'removed' ? 'its removal' : 'a request'
}
