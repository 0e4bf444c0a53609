import type { EndReason } from '@berth/core'

/** What an app's events were, oldest first: those that alerts are made of. */
export type SeenEvent = {
  readonly id: string
  readonly at: Date
  readonly containerId: string | null
  readonly message: string
} & (
  | { readonly kind: 'ended'; readonly end: EndReason }
  /** memory ran out, and it runs on */
  | { readonly kind: 'memory' }
  | { readonly kind: 'deploy_failed' }
  /** a release is live: whatever was told before is over */
  | { readonly kind: 'deployed' }
)

type AlertKind = 'crash_loop' | 'out_of_memory' | 'deploy_failed'

export type Alert = {
  readonly kind: AlertKind
  readonly causeId: string
  readonly message: string
  readonly at: Date
  /** false: the same was told a short while ago */
  readonly told: boolean
}

const ENDS = 3
const LOOP_MS = 10 * 60_000
const QUIET_MS = 15 * 60_000

/** Pure: alerts of one app. `earlier`: those that there are already, of whatever event. */
export function planAlerts(app: string, events: readonly SeenEvent[], earlier: readonly Alert[]): Alert[] {
  const all = [...earlier]
  const planned: Alert[] = []
  for (const event of events) {
    for (const { kind, message } of troubles(app, event, events)) {
      if (all.some((one) => one.causeId === event.id && one.kind === kind)) continue
      const told = !all.some((one) => one.told && one.kind === kind && isRecent(one, event, events))
      const alert = { kind, message, causeId: event.id, at: event.at, told }
      all.push(alert)
      planned.push(alert)
    }
  }
  return planned
}

type Trouble = Pick<Alert, 'kind' | 'message'>

function troubles(app: string, event: SeenEvent, events: readonly SeenEvent[]): Trouble[] {
  switch (event.kind) {
    case 'deployed':
      return []
    case 'deploy_failed':
      return [{ kind: 'deploy_failed', message: event.message }]
    case 'memory':
      return [{ kind: 'out_of_memory', message: event.message }]
    case 'ended': {
      const ends = events.filter((one) => isCrash(one) && isOfLoop(one, event)).length
      const loop = isCrash(event) && ends >= ENDS
      const message = `${app} ends again and again: ${event.message}`
      return [
        ...(event.end.kind === 'oom' ? [{ kind: 'out_of_memory', message: event.message } as const] : []),
        ...(loop ? [{ kind: 'crash_loop', message } as const] : []),
      ]
    }
  }
}

/** It ended by itself, and not as a program does that has done its work. */
function isCrash(event: SeenEvent): boolean {
  if (event.kind !== 'ended' || event.end.kind === 'stopped') return false
  return event.end.kind !== 'exit' || event.end.code !== 0
}

function isOfLoop(one: SeenEvent, last: SeenEvent): boolean {
  const before = last.at.getTime() - one.at.getTime()
  return one.containerId === last.containerId && before >= 0 && before <= LOOP_MS
}

function isRecent(alert: Alert, event: SeenEvent, events: readonly SeenEvent[]): boolean {
  const ended = events.some(({ kind, at }) => kind === 'deployed' && at >= alert.at && at <= event.at)
  return !ended && event.at.getTime() - alert.at.getTime() < QUIET_MS
}
