import { formatSpan } from '@berth/core'
import type { AppView } from '@berth/protocol'
import { sayWhen } from '../terminal/when.ts'

type Sleep = Pick<AppView, 'sleepAfter' | 'asleepSince'>

/** Since when an app sleeps, and when it falls asleep. */
export function saySleep({ sleepAfter, asleepSince }: Sleep, now = new Date()): string {
  if (asleepSince === null) return sleepAfter === null ? 'never' : afterText(sleepAfter)
  const since = sayWhen(asleepSince, now)
  const asleep = `asleep since ${since === 'now' ? 'just now' : since}`
  const next = sleepAfter === null ? 'by itself it does not fall asleep' : `then ${afterText(sleepAfter)}`
  return `${asleep}, until its next request; ${next}`
}

function afterText(seconds: number): string {
  return `after ${formatSpan(seconds)} without a request`
}
