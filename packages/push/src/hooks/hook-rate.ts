import { BerthError, type Clock } from '@berth/core'

const WINDOW_MS = 60_000
const MOST = 60
const MOST_APPS = 10_000

/** Calls of one app in a minute. */
export function createHookRate(clock: Clock) {
  let began = 0
  let counts = new Map<string, number>()
  return {
    /** Error: hook.too_many. */
    count(appId: string): void {
      const now = clock.now().getTime()
      if (now - began > WINDOW_MS || counts.size > MOST_APPS) {
        began = now
        counts = new Map()
      }
      const calls = (counts.get(appId) ?? 0) + 1
      counts.set(appId, calls)
      if (calls > MOST)
        throw new BerthError('hook.too_many', `more than ${MOST} calls in a minute: send it again later`)
    },
  }
}
