import { parseBytes } from '@berth/core/bytes.ts'
import type { Quota } from '@berth/core/limits.ts'
import { bytesText } from '../limits/limits-form.ts'

/** With the bytes that images may take. */
export type TenantQuota = Quota & { readonly images: number }
export type QuotaText = Readonly<Record<keyof TenantQuota, string>>

export function quotaText(quota: TenantQuota): QuotaText {
  return {
    cpu: String(quota.cpu),
    memory: bytesText(quota.memory),
    containers: String(quota.containers),
    pids: String(quota.pids),
    disk: bytesText(quota.disk),
    images: bytesText(quota.images),
  }
}

/** The quota as typed, or the fields that cannot be read. Zero is a quota: nothing may be used. */
export function readQuota(text: QuotaText): { quota: TenantQuota } | { bad: readonly (keyof TenantQuota)[] } {
  const quota = {
    cpu: Number(text.cpu),
    memory: parseBytes(text.memory) ?? Number.NaN,
    containers: Number(text.containers),
    pids: Number(text.pids),
    disk: parseBytes(text.disk) ?? Number.NaN,
    images: parseBytes(text.images) ?? Number.NaN,
  }
  const bad = (Object.keys(quota) as (keyof TenantQuota)[]).filter(
    (key) =>
      text[key].trim() === '' ||
      !(quota[key] >= 0) ||
      ((key === 'containers' || key === 'pids') && !Number.isInteger(quota[key])),
  )
  return bad.length > 0 ? { bad } : { quota }
}
