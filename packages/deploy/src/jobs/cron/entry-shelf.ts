import type { Db } from '@berth/db'
import { type CronEntry, cronEntriesSchema } from '@berth/protocol'
import { createShelf, type Shelf } from '../../scheduler/create-shelf.ts'

/** What releases run by the clock: releases never change, so it is read once of each. */
export function createEntryShelf(db: Pick<Db, 'release'>): Shelf<readonly CronEntry[]> {
  return createShelf(async (ids) => {
    const rows = await db.release.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, cron: true },
    })
    return rows.map(({ id, cron }) => [id, cronEntriesSchema.parse(cron)] as const)
  })
}
