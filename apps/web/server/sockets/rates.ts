import type { ContainerStats, InstanceStats } from '@berth/protocol'

/** What containers use now, from the latest two samples of each; one sample alone says nothing about cpu. */
export function instanceStats(samples: readonly ContainerStats[]): InstanceStats[] {
  const byContainer = Map.groupBy(samples, (sample) => sample.id)
  return [...byContainer.values()].flatMap((own) => {
    const [before, now] = own.toSorted((a, b) => a.at.localeCompare(b.at)).slice(-2)
    return before === undefined || now === undefined ? [] : [rates(before, now)]
  })
}

function rates(before: ContainerStats, now: ContainerStats): InstanceStats {
  const seconds = Math.max(0.001, (Date.parse(now.at) - Date.parse(before.at)) / 1_000)
  const perSecond = (from: number, to: number) => Math.max(0, to - from) / seconds // a restart counts from zero
  return {
    containerId: now.id,
    at: now.at,
    cpu: perSecond(before.cpuUsageUsec, now.cpuUsageUsec) / 1_000_000,
    memoryBytes: now.memoryBytes,
    memoryLimit: now.memoryLimit,
    pids: now.pids,
    rxBytesPerSecond: perSecond(before.rxBytes, now.rxBytes),
    txBytesPerSecond: perSecond(before.txBytes, now.txBytes),
  }
}
