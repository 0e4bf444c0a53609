import type { Db } from '@berth/db'
import type { LabSpec } from '@berth/lab'

/** What a view tells of a lab's version: all but its pages, which may be large. */
export type ViewVersion = { readonly number: number; readonly spec: Omit<LabSpec, 'pages'> }

/** Versions are never changed: each is read once. */
export type ViewVersions = (ids: readonly string[]) => Promise<ReadonlyMap<string, ViewVersion>>

const MOST = 500

export function createViewVersions(db: Pick<Db, '$prepared'>): ViewVersions {
  const kept = new Map<string, ViewVersion>()
  return async (ids) => {
    const missing = [...new Set(ids)].filter((id) => !kept.has(id))
    const found = new Map(kept)
    if (missing.length === 0) return found
    if (kept.size + missing.length > MOST) kept.clear()
    const rows = await db.$prepared<ViewVersion & { id: string }>`
      SELECT id, number, CASE jsonb_typeof(spec) WHEN 'object' THEN spec - 'pages' ELSE spec END AS spec FROM "LabVersion" WHERE id = ANY(${missing}::text[])`
    for (const { id, number, spec } of rows) {
      kept.set(id, { number, spec })
      found.set(id, { number, spec })
    }
    return found
  }
}
