import { BerthError, type Clock, newId } from '@berth/core'
import { type Db, recordEvent, type Tx, type Volume } from '@berth/db'
import { checkExtraDisk } from '../../admission.ts'
import { inTenant } from '../../locks.ts'
import type { Log, Wake } from '../../ports.ts'
import { addSnapshot } from '../add-snapshot.ts'
import { refuseRestoring } from '../find-volume.ts'
import { nextDue } from './next-due.ts'

/** Who made those that nobody asked for. */
const BY = 'schedule'
/** Of one look; the next look takes the others. */
const AT_ONCE = 100

type Deps = {
  readonly db: Db
  readonly wake: Pick<Wake, 'wakeNode'>
  readonly clock: Clock
  readonly log: Log
}

/** Begins the snapshots that are due; several processes may look at once. What cannot be made is told, and comes again. */
export async function makeDueSnapshots(deps: Deps): Promise<void> {
  const { db, clock, log } = deps
  const due = await db.volume.findMany({
    where: isDue(clock.now()),
    select: { id: true, tenantId: true },
    orderBy: { dueAt: 'asc' },
    take: AT_ONCE,
  })
  for (const one of due) {
    await makeOne(deps, one).catch((error: unknown) =>
      log.warn({ err: error, volume: one.id }, 'a snapshot by schedule could not be begun'),
    )
  }
}

async function makeOne(deps: Deps, due: { readonly id: string; readonly tenantId: string }): Promise<void> {
  const { db, wake, clock } = deps
  const now = clock.now()
  const claimed = (tx: Tx) => tx.volume.findFirst({ where: { id: due.id, ...isDue(now) } })
  try {
    const nodeId = await inTenant(db, due.tenantId, async (tx) => {
      const volume = await claimed(tx)
      if (!volume) return null // another process was here
      await putOff(tx, volume, now)
      if (!volume.made) return null // it holds nothing yet
      await begin(tx, volume)
      return volume.nodeId
    })
    if (nodeId !== null) await wake.wakeNode(nodeId, [], 0)
  } catch (error) {
    if (!(error instanceof BerthError) || error.kind === 'internal') throw error
    await inTenant(db, due.tenantId, async (tx) => {
      const volume = await claimed(tx)
      if (!volume) return
      await putOff(tx, volume, now)
      const message = `the regular snapshot of volume ${volume.name} was not made: ${error.message}`
      const { tenantId, appId, name } = volume
      await recordEvent(tx, {
        tenantId,
        type: 'volume.snapshot_missed',
        message,
        appId,
        data: { volume: name },
      })
    })
  }
}

/** Errors: quota.exceeded, volume.busy. */
async function begin(tx: Tx, volume: Volume): Promise<void> {
  const { id, tenantId } = volume
  await refuseRestoring(tx, volume)
  await checkExtraDisk(tx, tenantId, { before: 0, asked: Number(volume.usedBytes) })
  const snapshotId = await addSnapshot(tx, volume, { origin: 'schedule', by: BY })
  await tx.volumeTask.create({
    data: { id: newId('volumeTask'), volumeId: id, kind: 'snapshot', snapshotId, createdBy: BY },
  })
}

async function putOff(tx: Tx, { id, every, dueAt }: Volume, now: Date): Promise<void> {
  const next = every === 'daily' || every === 'weekly' ? nextDue(every, dueAt ?? now, now) : null
  await tx.volume.update({ where: { id }, data: { dueAt: next } })
}

function isDue(now: Date) {
  return { dueAt: { lte: now }, deletedAt: null, sandboxId: null }
}
