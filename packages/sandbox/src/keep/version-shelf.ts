import type { LabVersion, Tx } from '@berth/db'
import type { LabSpec } from '@berth/lab'
import { releasesOf, specOf } from '../rows.ts'

export type ShelvedVersion = {
  readonly spec: LabSpec
  readonly appId: string
  readonly containers: readonly { readonly name: string; readonly releaseId: string }[]
}

/** Versions that were used lately: they are never changed, and each is read once. */
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
      for (const row of rows) shelf.set(row.id, shelvedOf(row))
    }
    return shelf
  }
}

function shelvedOf(
  row: Pick<LabVersion, 'spec' | 'containers'> & { readonly lab: { readonly appId: string } },
): ShelvedVersion {
  const spec = specOf(row)
  const releases = releasesOf(row)
  const containers = spec.containers.flatMap(({ name }) => {
    const releaseId = releases[name]?.releaseId
    return releaseId === undefined ? [] : [{ name, releaseId }]
  })
  return { spec, appId: row.lab.appId, containers }
}
