import { BerthError, type DesiredAppState, formatBytes, type Limits, type Quota } from '@berth/core'
import type { Processes } from './model.ts'
import { limitsOf } from './processes/of-process.ts'

export const NOTHING: Quota = { cpu: 0, memory: 0, containers: 0, pids: 0, disk: 0 }

/** What an app takes of its tenant's quota. Stopped, it holds its disk only. */
export function usageOf(app: {
  readonly desired: DesiredAppState
  readonly release: {
    readonly processes: Processes
    readonly limits: Limits
    readonly releaseCommand?: readonly string[]
  } | null
}): Quota {
  if (!app.release) return NOTHING
  const { release } = app
  const usage = addQuotas(
    Object.entries(release.processes).map(([name, { replicas }]) => times(replicas, limitsOf(release, name))),
  )
  // its release command runs before its instances do, and takes their room
  const first = (release.releaseCommand ?? []).length === 0 ? NOTHING : times(1, limitsOf(release, 'release'))
  return app.desired === 'stopped' ? { ...NOTHING, disk: usage.disk } : larger(usage, first)
}

function larger(a: Quota, b: Quota): Quota {
  return {
    cpu: Math.max(a.cpu, b.cpu),
    memory: Math.max(a.memory, b.memory),
    containers: Math.max(a.containers, b.containers),
    pids: Math.max(a.pids, b.pids),
    disk: Math.max(a.disk, b.disk),
  }
}

function times(containers: number, { cpu, memory, pids, disk }: Limits): Quota {
  return {
    cpu: round(containers * cpu),
    memory: containers * memory,
    containers,
    pids: containers * pids,
    disk: containers * disk,
  }
}

export function addQuotas(quotas: readonly Quota[]): Quota {
  return quotas.reduce(
    (sum, quota) => ({
      cpu: round(sum.cpu + quota.cpu),
      memory: sum.memory + quota.memory,
      containers: sum.containers + quota.containers,
      pids: sum.pids + quota.pids,
      disk: sum.disk + quota.disk,
    }),
    NOTHING,
  )
}

export function subtractQuota(quota: Quota, used: Quota): Quota {
  return {
    cpu: Math.max(0, round(quota.cpu - used.cpu)),
    memory: Math.max(0, quota.memory - used.memory),
    containers: Math.max(0, quota.containers - used.containers),
    pids: Math.max(0, quota.pids - used.pids),
    disk: Math.max(0, quota.disk - used.disk),
  }
}

/**
 * Lets an app take `asked` where the tenant's other apps take `others`; taking less than `before` is always allowed,
 * so that a tenant over its quota can come down. Error: quota.exceeded, which says what is asked and what is left.
 */
export function admit(options: {
  quota: Quota
  others: Quota
  before: Quota
  asked: Quota
  /** what asks, which is what helps, too */
  about?: keyof typeof ADVICE
}): void {
  const { quota, others, before, asked, about = 'apps' } = options
  const left = subtractQuota(quota, others)
  for (const resource of RESOURCES) {
    if (asked[resource] <= left[resource] || asked[resource] <= before[resource]) continue
    const show = FORMATS[resource]
    throw new BerthError(
      'quota.exceeded',
      `not enough ${resource} left: this asks for ${show(asked[resource])}, the tenant has ${show(left[resource])} of ${show(quota[resource])}. ${ADVICE[about]}`,
      {
        details: { about, resource, asked: asked[resource], left: left[resource], quota: quota[resource] },
      },
    )
  }
}

const ADVICE = {
  apps: 'Stop something, lower the limit, or ask the owner.',
  volumes: 'Delete a volume or snapshots, or ask the owner.',
} as const

const RESOURCES = ['memory', 'cpu', 'containers', 'pids', 'disk'] as const

const FORMATS: Readonly<Record<(typeof RESOURCES)[number], (value: number) => string>> = {
  memory: formatBytes,
  disk: formatBytes,
  cpu: String,
  containers: String,
  pids: String,
}

/** Sums of tenths are not exact in binary; a thousandth of a core is fine enough. */
function round(cpu: number): number {
  return Math.round(cpu * 1_000) / 1_000
}
