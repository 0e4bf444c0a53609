import type { InstanceView } from '@berth/protocol'

/** What an instance was like when the wait for it began, and what has been said of it since. */
export type Watched = { readonly restarts: number; readonly endedAt: number | null }

/** `ended`: for good. `exit`: its program ended once, whatever comes after. */
export type EndCondition = 'ended' | 'exit'

const OVER: readonly InstanceView['state'][] = ['stopped', 'failed', 'removed']

/** Whether an instance has come to what is waited for. */
export function hasCome(
  condition: EndCondition,
  instance: InstanceView,
  first: Watched | undefined,
): boolean {
  if (OVER.includes(instance.state)) return true
  if (condition === 'ended') return false
  // one that waits for its next start has ended, also when that was just before the wait began
  return instance.state === 'backoff' || (first !== undefined && hasEndedSince(instance, first))
}

/** It ended after `before`, and runs again or will. */
export function hasEndedSince(instance: InstanceView, before: Watched): boolean {
  return instance.restarts > before.restarts || (watched(instance).endedAt ?? 0) > (before.endedAt ?? 0)
}

export function watched({ restarts, endedAt }: Pick<InstanceView, 'restarts' | 'endedAt'>): Watched {
  return { restarts, endedAt: endedAt?.getTime() ?? null }
}

/** Without what a later release left when it failed: it is kept for its log, and an older release is the app. */
export function withoutLeftovers<One extends Pick<InstanceView, 'state' | 'release'>>(
  instances: readonly One[],
): One[] {
  return instances.filter(
    (one) => one.state !== 'stopped' || !instances.some(({ release }) => release < one.release),
  )
}
