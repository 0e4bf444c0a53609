import { BerthError, type Clock } from '@berth/core'
import { type Db, recordEvent, type Tx } from '@berth/db'
import type { TellTenant } from '../alerts/ports.ts'
import { inTenant } from '../locks.ts'
import type { Log } from '../ports.ts'
import { nextDue } from '../volumes/schedule/next-due.ts'
import { askBackup } from './ask-transfer.ts'
import { findTarget } from './read-target.ts'
import { tellFailed } from './tell-failed.ts'

/** Who made those that nobody asked for. */
const BY = 'schedule'
/** Of one look; the next look takes the others. */
const AT_ONCE = 100

type Deps = {
  readonly db: Db
  readonly happenings: TellTenant
  readonly clock: Clock
  readonly log: Log
}

/** Asks for the backups that are due; several processes may look at once. What cannot be made is told, and comes again. */
export async function makeDueBackups(deps: Deps): Promise<void> {
  const { db, clock, log } = deps
  const due = await db.volume.findMany({
    where: isDue(clock.now()),
    select: { id: true, tenantId: true },
    orderBy: { backupDueAt: 'asc' },
    take: AT_ONCE,
  })
  for (const one of due) {
    await makeOne(deps, one).catch((error: unknown) =>
      log.warn({ err: error, volume: one.id }, 'a backup by schedule could not be begun'),
    )
  }
}

async function makeOne(deps: Deps, due: { readonly id: string; readonly tenantId: string }): Promise<void> {
  const { db, clock } = deps
  const now = clock.now()
  await inTenant(db, due.tenantId, async (tx) => {
    const volume = await tx.volume.findFirst({ where: { id: due.id, ...isDue(now) } })
    if (!volume) return // another process was here
    const { id, backupEvery: every, backupDueAt } = volume
    const next = every === 'daily' || every === 'weekly' ? nextDue(every, backupDueAt ?? now, now) : null
    await tx.volume.update({ where: { id }, data: { backupDueAt: next } })
    if (!volume.made) return // it holds nothing yet
    const refused = await begin(tx, volume)
    if (refused) await tellFailed(tx, deps.happenings, volume, { kind: 'backup', reason: refused.message })
    else await tellAsked(tx, volume)
  })
}

async function begin(tx: Tx, volume: Parameters<typeof askBackup>[1]): Promise<BerthError | undefined> {
  try {
    await findTarget(tx, volume.tenantId)
    await askBackup(tx, volume, { by: BY, origin: 'schedule' })
    return undefined
  } catch (error) {
    if (error instanceof BerthError && error.kind !== 'internal') return error
    throw error
  }
}

/** Wakes who makes it. */
function tellAsked(tx: Tx, { tenantId, appId, name }: Parameters<typeof askBackup>[1]): Promise<unknown> {
  const message = `a backup of volume ${name} is to be made`
  return recordEvent(tx, {
    tenantId,
    type: 'volume.backup_asked',
    message,
    appId,
    by: BY,
    data: { volume: name },
  })
}

function isDue(now: Date) {
  return { backupDueAt: { lte: now }, deletedAt: null, sandboxId: null }
}
