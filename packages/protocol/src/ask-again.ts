import type { SandboxView } from './sandbox-views.ts'

const SOON_MS = 2_000
const LATER_MS = 5_000
/** So many before somebody take a while. */
const FAR_PLACE = 10

/**
 * In how many milliseconds who looks at a sandbox asks for it again, although changes of its state are told: often where
 * a turn is near or it starts, as the place in the queue is told to nobody; else rarely.
 */
export function askAgainMs({ state, queue }: Pick<SandboxView, 'state' | 'queue'>): number {
  if (state === 'starting') return SOON_MS
  return state === 'queued' && (queue?.place ?? 0) <= FAR_PLACE ? SOON_MS : LATER_MS
}
