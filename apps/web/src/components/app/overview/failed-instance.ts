import type { InstanceView } from '@berth/protocol'

/** The instance whose end explains a bad state best: the newest end that nobody asked for. */
export function failedInstance(instances: readonly InstanceView[]): InstanceView | undefined {
  return instances
    .filter((one) => one.end !== null && one.end.kind !== 'stopped' && !one.healthy)
    .toSorted((a, b) => (b.endedAt?.getTime() ?? 0) - (a.endedAt?.getTime() ?? 0))[0]
}
