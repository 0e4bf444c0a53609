import type { ResourceSetting } from '../resources/setting.ts'

const USUAL_PERIOD_USEC = '100000'

/** Files of cgroup v2 that systemd has a name for (systemd.resource-control(5)). */
const PROPERTIES: Readonly<Record<string, string>> = {
  'cpu.weight': 'CPUWeight',
  'memory.low': 'MemoryLow',
  'memory.max': 'MemoryMax',
  'memory.swap.max': 'MemorySwapMax',
  'pids.max': 'TasksMax',
}

/**
 * What systemd is told of the limits, so that it shows them and does not undo them. The rest is in the files of the
 * group alone, which is delegated.
 */
export function scopeProperties(settings: readonly ResourceSetting[]): readonly string[] {
  return settings.flatMap(({ name, value }) => {
    if (name === 'cpu.max') return quotaOf(value)
    const property = PROPERTIES[name]
    return property === undefined ? [] : [`${property}=${value === 'max' ? 'infinity' : value}`]
  })
}

function quotaOf(value: string): readonly string[] {
  const [quota = '', period = USUAL_PERIOD_USEC] = value.split(' ')
  if (quota === 'max') return ['CPUQuota=']
  const percent = (Number(quota) * 100) / Number(period)
  // it has two decimals, and less than the least is no limit
  return [`CPUQuota=${Math.max(percent, 0.01).toFixed(2)}%`, `CPUQuotaPeriodSec=${period}us`]
}
