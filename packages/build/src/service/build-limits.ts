import type { Limits } from '@berth/core'
import type { Tenant } from '@berth/db'

const MIB = 1024 ** 2
const GIB = 1024 ** 3

/** What all steps of one build may take together, where the tenant's quota is not smaller: it comes beside what its apps use. */
const MOST: Limits = { cpu: 2, memory: 2 * GIB, pids: 2048, disk: 10 * GIB }
/** Below this no compiler starts. */
const LEAST: Limits = { cpu: 0.5, memory: 256 * MIB, pids: 256, disk: GIB }

export const BUILD_TIMEOUT_MS = 30 * 60_000

export function buildLimits(tenant: Pick<Tenant, 'cpu' | 'memory' | 'pids' | 'disk'>): Limits {
  const quota: Limits = {
    cpu: tenant.cpu,
    memory: Number(tenant.memory),
    pids: tenant.pids,
    disk: Number(tenant.disk),
  }
  const within = (key: keyof Limits) => Math.max(LEAST[key], Math.min(MOST[key], quota[key]))
  return { cpu: within('cpu'), memory: within('memory'), pids: within('pids'), disk: within('disk') }
}
