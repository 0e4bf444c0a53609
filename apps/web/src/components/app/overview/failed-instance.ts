import type { InstanceView } from '@berth/protocol'

/** A program that ended is talked about so long, also when it runs again: what restarts must not flicker. */
const RECENT_MS = 10 * 60_000

/** The instance whose end explains a bad state best: the newest end that nobody asked for, and that is not long ago or still matters. */
export function failedInstance(instances: readonly InstanceView[], now: Date): InstanceView | undefined {
  return (
    instances
      .filter((one) => one.lastEnd !== null && one.lastEnd.kind !== 'stopped')
      // of what runs again only its new start is known, which came soon after the end
      .filter((one) => one.state !== 'running' || isRecent(one.endedAt ?? one.startedAt, now))
      .filter((one) => !isLeftover(one, instances))
      .toSorted((a, b) => endedBy(b) - endedBy(a))[0]
  )
}

/** Of a later release that failed, kept for its log: it says nothing of the app, which runs on with an older one. */
function isLeftover(one: InstanceView, instances: readonly InstanceView[]): boolean {
  return one.state === 'stopped' && instances.some(({ release }) => release < one.release)
}

function isRecent(at: Date | null, now: Date): boolean {
  return at !== null && now.getTime() - at.getTime() < RECENT_MS
}

function endedBy({ endedAt, startedAt }: InstanceView): number {
  return (endedAt ?? startedAt)?.getTime() ?? 0
}
