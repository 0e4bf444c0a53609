import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { ReleaseModel } from '../model.ts'
import { MODEL_COLUMNS, releaseModel } from '../rows.ts'
import { createShelf, type Shelf } from './create-shelf.ts'

/** Releases never change; what planning reads of them is remembered, without their commands, which it does not read. */
export function createReleaseShelf(db: Pick<Db, 'release'>): Shelf<ReleaseModel> {
  return createShelf(async (ids) => {
    const rows = await db.release.findMany({ where: { id: { in: [...ids] } }, select: MODEL_COLUMNS })
    return rows.map((row) => [row.id, withoutCommands(releaseModel(row))] as const)
  })
}

/** Rows name no release that is not there. */
export function releaseIn(releases: ReadonlyMap<string, ReleaseModel>, id: string): ReleaseModel {
  const release = releases.get(id)
  if (release) return release
  throw new BerthError('release.not_found', `release ${id} is gone`)
}

function withoutCommands(release: ReleaseModel): ReleaseModel {
  const processes = Object.entries(release.processes).map(
    ([name, process]) => [name, { ...process, command: undefined }] as const,
  )
  return { ...release, processes: Object.fromEntries(processes) }
}
