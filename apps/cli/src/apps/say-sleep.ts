import { formatSpan } from '@berth/core'
import type { AppView } from '@berth/protocol'
import { sayWhen } from '../terminal/when.ts'

/** Since when an app sleeps, and when it falls asleep. */
export function saySleep({ sleepAfter, asleepSince }: Pick<AppView, 'sleepAfter' | 'asleepSince'>): string {
  const setting = sleepAfter === null ? 'never' : `after ${formatSpan(sleepAfter)} without a request`
  return asleepSince ? `asleep since ${sayWhen(asleepSince)}; ${setting}` : setting
}
