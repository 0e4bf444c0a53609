import type { Db, Prisma } from '@berth/db'
import type { CronEntry } from '@berth/protocol'
import { type EntryState, scheduleKey } from './due-run.ts'

type AppRow = Prisma.AppGetPayload<{ include: { crons: true } }>

/** What is remembered of each entry; one that is new, or has another schedule, counts from now on. */
export async function readEntryStates(
  db: Pick<Db, 'cronState'>,
  app: Omit<AppRow, 'current'>,
  entries: readonly CronEntry[],
  now: Date,
): Promise<Map<string, EntryState>> {
  const states = new Map<string, EntryState>(app.crons.map((state) => [state.name, state]))
  const gone = app.crons.filter(({ name }) => !entries.some((entry) => entry.name === name))
  if (gone.length > 0) {
    await db.cronState.deleteMany({ where: { appId: app.id, name: { in: gone.map(({ name }) => name) } } })
  }
  for (const entry of entries) {
    const key = { appId: app.id, name: entry.name }
    const schedule = scheduleKey(entry)
    const known = states.get(entry.name)
    if (known?.schedule === schedule) continue
    const fresh = { schedule, since: now }
    states.set(entry.name, { pausedAt: known?.pausedAt ?? null, ...fresh })
    // another process may have been faster
    if (known) await db.cronState.updateMany({ where: key, data: fresh })
    else await db.cronState.createMany({ data: { ...key, ...fresh }, skipDuplicates: true })
  }
  return states
}

/** What was due while the app did not run is not made up. */
export async function countAnew(tx: Pick<Db, 'cronState'>, appId: string, now: Date): Promise<void> {
  await tx.cronState.updateMany({ where: { appId }, data: { since: now } })
}
