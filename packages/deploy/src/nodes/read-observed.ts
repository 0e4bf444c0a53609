import type { Db } from '@berth/db'
import type { ObservedRow } from './observe.ts'

type Row = ObservedRow & { readonly appName: string; readonly releaseNumber: number }

/** Those of these containers that there are, as a report of them needs it: one statement, which each report begins with. */
export async function readObserved(
  db: Pick<Db, '$prepared'>,
  ids: readonly string[],
): Promise<ObservedRow[]> {
  if (ids.length === 0) return []
  const rows = await db.$prepared<Row>`
    SELECT c.*, a.name AS "appName", r.number AS "releaseNumber" FROM "Container" c
    JOIN "App" a ON a.id = c."appId" JOIN "Release" r ON r.id = c."releaseId" WHERE c.id = ANY(${ids}::text[])`
  return rows.map(({ appName, releaseNumber, ...row }) => ({
    ...row,
    app: { name: appName },
    release: { number: releaseNumber },
  }))
}
