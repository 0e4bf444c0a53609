import type { Db } from '@berth/db'

/** A domain whose certificate this process may ask for until its lease is over. */
export type ClaimedDomain = {
  readonly id: string
  readonly tenantId: string
  readonly appId: string
  readonly host: string
  readonly failures: number
}

/**
 * Domains that need a certificate, or another one; no other process gets them before `leaseUntil`. One tenant's many
 * do not hold up another's few: each gets its oldest first.
 */
export function claimDue(
  db: Db,
  options: { readonly now: Date; readonly leaseUntil: Date; readonly limit: number },
): Promise<ClaimedDomain[]> {
  const { now, leaseUntil, limit } = options
  return db.$queryRaw<ClaimedDomain[]>`
    UPDATE "Domain" SET "nextTryAt" = ${leaseUntil}::timestamp
    WHERE id IN (
      SELECT d.id FROM "Domain" d JOIN "App" a ON a.id = d."appId" LEFT JOIN "Certificate" c ON c.id = d."certificateId"
      WHERE d.tls AND d.host NOT LIKE '*%' AND d."nextTryAt" <= ${now}::timestamp AND a."deletedAt" IS NULL
        AND (c.id IS NULL OR c.source = 'acme')
      ORDER BY row_number() OVER (PARTITION BY d."tenantId" ORDER BY d."nextTryAt"), d."nextTryAt" LIMIT ${limit})
      AND "nextTryAt" <= ${now}::timestamp
    RETURNING id, "tenantId", "appId", host, failures`
}
