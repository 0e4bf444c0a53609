import { parseBytes } from '@berth/core/bytes.ts'
import type { Quota } from '@berth/core/limits.ts'
import type { AdminTenantView } from '@berth/protocol'
import { bytesText } from '../limits/limits-form.ts'

/** With the bytes that images may take, and what its sandboxes may. */
export type TenantQuota = Quota & { readonly images: number } & SandboxFields
type SandboxFields = Readonly<Record<(typeof SANDBOX_FIELDS)[number], number>>

export const SANDBOX_FIELDS = [
  'sandboxes',
  'sandboxCpu',
  'sandboxMemory',
  'sandboxDisk',
  'sandboxStarts',
  'sandboxResets',
] as const

export type QuotaText = Readonly<Record<keyof TenantQuota, string>>

export function quotaText(quota: TenantQuota): QuotaText {
  return {
    cpu: String(quota.cpu),
    memory: bytesText(quota.memory),
    containers: String(quota.containers),
    pids: String(quota.pids),
    disk: bytesText(quota.disk),
    images: bytesText(quota.images),
    sandboxes: String(quota.sandboxes),
    sandboxCpu: String(quota.sandboxCpu),
    sandboxMemory: bytesText(quota.sandboxMemory),
    sandboxDisk: bytesText(quota.sandboxDisk),
    sandboxStarts: String(quota.sandboxStarts),
    sandboxResets: String(quota.sandboxResets),
  }
}

const WHOLE: ReadonlySet<string> = new Set([
  'containers',
  'pids',
  'sandboxes',
  'sandboxStarts',
  'sandboxResets',
])

/** The quota as typed, or the fields that cannot be read. Zero is a quota: nothing may be used. */
export function readQuota(text: QuotaText): { quota: TenantQuota } | { bad: readonly (keyof TenantQuota)[] } {
  const quota = {
    cpu: Number(text.cpu),
    memory: parseBytes(text.memory) ?? Number.NaN,
    containers: Number(text.containers),
    pids: Number(text.pids),
    disk: parseBytes(text.disk) ?? Number.NaN,
    images: parseBytes(text.images) ?? Number.NaN,
    sandboxes: Number(text.sandboxes),
    sandboxCpu: Number(text.sandboxCpu),
    sandboxMemory: parseBytes(text.sandboxMemory) ?? Number.NaN,
    sandboxDisk: parseBytes(text.sandboxDisk) ?? Number.NaN,
    sandboxStarts: Number(text.sandboxStarts),
    sandboxResets: Number(text.sandboxResets),
  }
  const bad = (Object.keys(quota) as (keyof TenantQuota)[]).filter(
    (key) =>
      text[key].trim() === '' || !(quota[key] >= 0) || (WHOLE.has(key) && !Number.isInteger(quota[key])),
  )
  return bad.length > 0 ? { bad } : { quota }
}

/** As the API calls them. */
export function quotaOf(tenant: Pick<AdminTenantView, 'quota' | 'images' | 'sandboxes'>): TenantQuota {
  const { count, cpu, memory, disk, starts, resets } = tenant.sandboxes
  return {
    ...tenant.quota,
    images: tenant.images.quota,
    ...{ sandboxes: count, sandboxCpu: cpu, sandboxMemory: memory, sandboxDisk: disk },
    ...{ sandboxStarts: starts, sandboxResets: resets },
  }
}

export function askedOf(quota: TenantQuota) {
  const { cpu, memory, containers, pids, disk, images } = quota
  return {
    ...{ cpu, memory, containers, pids, disk, images },
    sandboxes: {
      ...{ count: quota.sandboxes, cpu: quota.sandboxCpu, memory: quota.sandboxMemory },
      ...{ disk: quota.sandboxDisk, starts: quota.sandboxStarts, resets: quota.sandboxResets },
    },
  }
}
