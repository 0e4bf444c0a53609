import { BerthError, formatBytes } from '@berth/core'

/** Of what a tenant may use; above it is warned once. */
const WARN_AT = 0.8

/** What a tenant's images take, in bytes; `reserved` are held by open uploads. */
export type ImageUsage = { readonly bytes: number; readonly reserved: number; readonly limit: number }

export function roomIn({ bytes, reserved, limit }: ImageUsage): number {
  return Math.max(0, limit - bytes - reserved)
}

export function isOver({ bytes, reserved, limit }: ImageUsage): boolean {
  return bytes + reserved > limit
}

export function isWarning({ bytes, limit }: ImageUsage): boolean {
  return bytes >= limit * WARN_AT
}

/**
 * How many bytes an upload gets that needs `least` and could use `most`: as many as there are, or undefined when
 * there is not even the least.
 */
export function grant(
  usage: ImageUsage,
  { least, most }: { least: number; most: number },
): number | undefined {
  const room = roomIn(usage)
  return room < least ? undefined : Math.min(room, most)
}

/** Says used, limit and what to do: docker, skopeo and podman print it as it is. */
export function quotaExceeded(
  tenant: { id: string; name: string },
  usage: ImageUsage,
  needed: number,
): BerthError {
  const { bytes, reserved, limit } = usage
  const uploads = reserved > 0 ? ` and uploads under way hold ${formatBytes(reserved)}` : ''
  return new BerthError(
    'registry.quota_exceeded',
    `the images of ${tenant.name} may take ${formatBytes(limit)}: ${formatBytes(bytes)} are used${uploads}, and this needs ${formatBytes(needed)} more. Delete tags, run "berth images prune", or ask an administrator for more`,
    {
      details: {
        tenantId: tenant.id,
        tenant: tenant.name,
        used: bytes,
        reserved,
        quota: limit,
        asked: needed,
      },
    },
  )
}
