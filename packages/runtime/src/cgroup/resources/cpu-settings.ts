import type { LinuxResources } from '@berth/oci'
import { type Compiled, compiled, type Present, refused, type ResourceSetting } from './setting.ts'

type Cpu = NonNullable<LinuxResources['cpu']>
const USUAL_PERIOD_USEC = 100_000

/** Times in microseconds; 0 stands for "as it is", a quota below 0 for none. */
export function cpuSettings(cpu: Cpu, version: 1 | 2, present: Present): Compiled {
  return compiled(version === 1 ? v1(cpu) : v2(cpu, present))
}

function v1(cpu: Cpu): readonly (ResourceSetting | false)[] {
  const { shares, quota, burst, period, realtimeRuntime, realtimePeriod, idle } = cpu
  return [
    !!shares && setting('cpu.shares', shares),
    !!period && setting('cpu.cfs_period_us', period),
    !!quota && setting('cpu.cfs_quota_us', quota),
    burst !== undefined && setting('cpu.cfs_burst_us', burst),
    // the kernel checks that the time fits into the period
    !!realtimePeriod && setting('cpu.rt_period_us', realtimePeriod),
    !!realtimeRuntime && setting('cpu.rt_runtime_us', realtimeRuntime),
    idle !== undefined && setting('cpu.idle', idle),
  ]
}

function v2(cpu: Cpu, present: Present): readonly (ResourceSetting | false)[] {
  const { shares, burst, realtimeRuntime, realtimePeriod, idle } = cpu
  if (realtimeRuntime || realtimePeriod) {
    throw refused('cpu.realtimeRuntime', 'cgroup v2 has no limits of realtime')
  }
  return [
    // the weight of a group that is idle cannot be written
    !idle && !!shares && setting('cpu.weight', weightOfShares(shares)),
    bandwidth(cpu, present),
    burst !== undefined && setting('cpu.max.burst', burst),
    idle !== undefined && setting('cpu.idle', idle),
  ]
}

function bandwidth({ quota, period }: Cpu, present: Present): ResourceSetting | false {
  if (!quota && !period) return false
  const time = quota ? (quota < 0 ? 'max' : String(quota)) : present.quota
  return setting('cpu.max', period ? `${time} ${period}` : quotaAlone(time))
}

/** A period that is not named stays as it is. */
function quotaAlone(time: string): string {
  return time === 'max' ? `max ${USUAL_PERIOD_USEC}` : time
}

/**
 * From 2..262144 to 1..10000 so that the ends and the usual values (1024 and 100) meet: log10 of the weight is a
 * quadratic function of log2 of the shares, as runc and crun have it since 2025.
 */
export function weightOfShares(shares: number): number {
  if (shares <= 2) return 1
  if (shares >= 262_144) return 10_000
  const log = Math.log2(shares)
  return Math.ceil(10 ** ((log * log + 125 * log) / 612 - 7 / 34))
}

function setting(name: string, value: number | string): ResourceSetting {
  return { controller: 'cpu', name, value: String(value) }
}
