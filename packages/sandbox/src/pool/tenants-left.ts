import type { Db } from '@berth/db'

/** How many sandboxes a tenant may have beside what it has and waits for. */
export type TenantLeft = { count: number }

type Row = { readonly id: string; readonly left: number }

/** Spares that can never start would wait in everybody's way. */
export async function readTenantsLeft(
  db: Pick<Db, '$prepared'>,
  tenants: readonly string[],
): Promise<ReadonlyMap<string, TenantLeft>> {
  const rows = await db.$prepared<Row>`
    SELECT t.id, GREATEST(0, t.sandboxes - (SELECT count(*) FROM "Sandbox" s WHERE s."tenantId" = t.id
      AND s.state IN ('queued', 'starting', 'running', 'frozen')))::int AS left
    FROM "Tenant" t WHERE t.id = ANY(${[...tenants]}::text[])`
  return new Map(rows.map(({ id, left }) => [id, { count: left }]))
}
