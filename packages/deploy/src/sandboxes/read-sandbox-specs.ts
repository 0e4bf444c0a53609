import type { Db } from '@berth/db'
import type { Shelf } from '../scheduler/create-shelf.ts'
import { createShelf } from '../scheduler/create-shelf.ts'
import { type LabParts, labPartsOf } from './lab-parts.ts'
import type { SandboxSpecRow } from './sandbox-spec.ts'

/** A class that starts at once has its containers asked for by the hundred: it is one statement. */
export function readSandboxSpecs(
  db: Pick<Db, '$prepared'>,
  nodeId: string,
  ids: readonly string[],
): Promise<SandboxSpecRow[]> {
  return db.$prepared<SandboxSpecRow>`
    SELECT c.id, c.generation, c.desired, c.process, c.instance, c."restartNonce", c.network, c."layerOf",
      s.id AS "sandboxId", s."versionId", s."throttledAt", l.name AS lab,
      json_build_object('id', t.id, 'name', t.name) AS tenant, r.number AS release, r.repository, r.digest,
      (SELECT json_build_object('id', v.id, 'bytes', v.bytes, 'made', v.made, 'copyOf', v."copyOf") FROM "Volume" v
        WHERE v."sandboxId" = s.id AND v.attempt = c.attempt AND v."nodeId" = c."nodeId" AND v."deletedAt" IS NULL
        LIMIT 1) AS home
    FROM "Container" c JOIN "Sandbox" s ON s.id = c."sandboxId" JOIN "Lab" l ON l.id = s."labId"
    JOIN "App" a ON a.id = c."appId" JOIN "Tenant" t ON t.id = a."tenantId" JOIN "Release" r ON r.id = c."releaseId"
    WHERE c."nodeId" = ${nodeId} AND c.id = ANY(${ids}::text[])`
}

/** Versions of labs never change: each is read once, while somebody asks for it. One that cannot be read is missing. */
export function createLabShelf(db: Pick<Db, '$prepared'>): Shelf<LabParts> {
  return createShelf(async (ids) => {
    const rows = await db.$prepared<{ id: string; spec: unknown }>`
      SELECT id, CASE jsonb_typeof(spec) WHEN 'object' THEN spec - 'pages' ELSE spec END AS spec
      FROM "LabVersion" WHERE id = ANY(${ids}::text[])`
    return rows.flatMap(({ id, spec }) => {
      const parts = labPartsOf(spec)
      return parts ? [[id, parts] as const] : []
    })
  })
}
