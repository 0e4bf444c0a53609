import type { LinuxResources } from '@berth/oci'
import type { RunLimits } from '../runtime.ts'

const PERIOD_USEC = 100_000
const MIN_QUOTA_USEC = 1_000

/**
 * A container's limits as the runtime-spec says them: no swap, and when everybody wants the processor, each gets what
 * corresponds to its limit (1024 shares for one core).
 */
export function limitResources({ cpu, memory, pids, burst }: RunLimits): LinuxResources {
  const quota = Math.max(MIN_QUOTA_USEC, Math.round(cpu * PERIOD_USEC))
  return {
    // v1 counts what waits in sockets apart, and without a limit not at all
    memory: { limit: memory, swap: memory, kernelTCP: memory },
    cpu: {
      period: PERIOD_USEC,
      quota,
      ...(burst === undefined ? {} : { burst: burstOf(burst - cpu, quota) }),
      shares: Math.min(262_144, Math.max(2, Math.round(cpu * 1024))),
    },
    pids: { limit: pids },
  }
}

/** Microseconds that are saved up of what was not used; the kernel takes no more than one period's quota. */
function burstOf(above: number, quota: number): number {
  return Math.min(quota, Math.max(0, Math.round(above * PERIOD_USEC)))
}
