import type { Db } from '@berth/db'
import type { Claimed } from './order-book.ts'

/** A lane is a tenant. */
export type ClaimedDomain = Claimed & {
  readonly id: string
  readonly tenantId: string
  readonly appId: string
}

/**
 * Domains that need a certificate, or another one; no other process gets them before `leaseUntil`. Of each tenant the
 * one that waited longest, and none of those in `busy`: one tenant's many do not hold up another's few.
 */
export function claimDue(
  db: Db,
  options: {
    readonly now: Date
    readonly leaseUntil: Date
    readonly limit: number
    readonly busy: readonly string[]
  },
): Promise<ClaimedDomain[]> {
  const { now, leaseUntil, limit, busy } = options
  return db.$queryRaw<ClaimedDomain[]>`
    UPDATE "Domain" SET "nextTryAt" = ${leaseUntil}::timestamp, "heldUntil" = ${leaseUntil}::timestamp
    WHERE id IN (
      SELECT id FROM (
        SELECT DISTINCT ON (d."tenantId") d.id, d."nextTryAt"
        FROM "Domain" d JOIN "App" a ON a.id = d."appId" LEFT JOIN "Certificate" c ON c.id = d."certificateId"
        WHERE d.tls AND d.host NOT LIKE '*%' AND d."nextTryAt" <= ${now}::timestamp AND a."deletedAt" IS NULL
          AND (c.id IS NULL OR c.source = 'acme') AND d."tenantId" <> ALL(${busy}::text[])
        ORDER BY d."tenantId", d."nextTryAt") AS first
      ORDER BY "nextTryAt" LIMIT ${limit})
      AND "nextTryAt" <= ${now}::timestamp
    RETURNING id, "tenantId", "tenantId" AS lane, "appId", host, failures`
}
