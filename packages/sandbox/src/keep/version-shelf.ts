import type { LabVersion, Tx } from '@berth/db'
import type { LabSpec } from '@berth/lab'
import { z } from 'zod'
import { releasesIn, specOf } from '../rows.ts'

export type ShelvedVersion = {
  readonly spec: LabSpec
  readonly appId: string
  readonly containers: readonly { readonly name: string; readonly releaseId: string }[]
}

/** Versions that were used lately: they are never changed, and each is read once. One that cannot be read is missing. */
export type VersionShelf = (
  tx: Pick<Tx, 'labVersion'>,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, ShelvedVersion>>

const MOST = 200

export function createVersionShelf(): VersionShelf {
  const shelf = new Map<string, ShelvedVersion>()
  return async (tx, ids) => {
    const wanted = [...new Set(ids)]
    const missing = wanted.filter((id) => !shelf.has(id))
    if (shelf.size + missing.length > MOST) shelf.clear()
    const asked = wanted.filter((id) => !shelf.has(id))
    if (asked.length > 0) {
      const rows = await tx.labVersion.findMany({
        where: { id: { in: asked }, state: 'ready' },
        select: { id: true, spec: true, containers: true, lab: { select: { appId: true } } },
      })
      for (const row of rows) {
        const version = shelvedOf(row)
        if (version) shelf.set(row.id, version)
      }
    }
    return shelf
  }
}

function shelvedOf(
  row: Pick<LabVersion, 'spec' | 'containers'> & { readonly lab: { readonly appId: string } },
): ShelvedVersion | undefined {
  const releases = releasesIn(row)
  if (!releases || !isSpec(row.spec)) return undefined
  const spec = specOf(row)
  const containers = spec.containers.flatMap(({ name }) => {
    const releaseId = releases[name]?.releaseId
    return releaseId === undefined ? [] : [{ name, releaseId }]
  })
  return { spec, appId: row.lab.appId, containers }
}

/** Enough of it to decide by; it was checked whole when it was written. */
function isSpec(spec: unknown): boolean {
  return partsSchema.safeParse(spec).success
}

const partsSchema = z.object({
  containers: z.array(z.object({ name: z.string(), limits: z.record(z.string(), z.number()) })),
  home: z.object({ bytes: z.number() }).nullable(),
  times: z.record(z.string(), z.number()),
  scripts: z.object({}),
})
