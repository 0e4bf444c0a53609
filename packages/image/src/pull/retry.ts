import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError } from '@berth/core'

/** Waits between attempts, in milliseconds; about eight seconds in all. */
export const RETRY_DELAYS: readonly number[] = [200, 500, 1000, 2000, 4000]

/** Runs `attempt` until it succeeds, fails for good, or no delay is left; only what is `unavailable` is worth another. */
export async function retry<T>(
  attempt: () => Promise<T>,
  options: { signal: AbortSignal; delays: readonly number[] },
): Promise<T> {
  for (const delay of options.delays) {
    try {
      return await attempt()
    } catch (error) {
      if (!isWorthRetrying(error)) throw error
    }
    await backOff(delay, options.signal)
  }
  return attempt()
}

export function isWorthRetrying(error: unknown): boolean {
  return error instanceof BerthError && error.kind === 'unavailable'
}

/** Up to half of the delay more, so that nodes that failed together do not come back together. */
export async function backOff(delay: number, signal: AbortSignal): Promise<void> {
  await sleep(delay * (1 + Math.random() / 2), undefined, { signal })
}
