import type { ContainerStats } from '@berth/protocol'

/** Cores that a container used between two samples; null: they say nothing, or it began anew between them. */
export function coresOf(first: ContainerStats, last: ContainerStats): number | null {
  const ms = Date.parse(last.at) - Date.parse(first.at)
  const usec = last.cpuUsageUsec - first.cpuUsageUsec
  return ms <= 0 || usec < 0 ? null : usec / 1000 / ms
}
