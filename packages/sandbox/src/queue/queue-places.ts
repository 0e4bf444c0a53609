import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import { estimate, MEASURED_SECONDS } from './estimate.ts'
import { fairOrder } from './fair-order.ts'
import type { Size } from './reserve.ts'

/**
 * How many come before, and in how many seconds it will be one's turn; null: nothing was measured. `most`: what all
 * sandboxes of the tenant may take together; null: its row is gone.
 */
export type Place = { readonly place: number; readonly seconds: number | null; readonly most: Size | null }

export type QueuePlaces = (sandboxId: string) => Promise<Place | null>

const KEPT_MS = 500

type Kept = { readonly at: number; readonly places: Promise<Map<string, Place>> }

/** Asked by everybody who waits: the order is read twice a second, and when somebody came after it was read. */
export function createQueuePlaces({ db, clock }: { readonly db: Db; readonly clock: Clock }): QueuePlaces {
  let kept: Kept | undefined
  return async (id) => {
    const seen = kept && clock.now().getTime() - kept.at <= KEPT_MS ? kept : read()
    const place = (await seen.places).get(id)
    if (place) return place
    const fresh = kept && kept !== seen ? kept : read()
    return (await fresh.places).get(id) ?? null
  }

  function read(): Kept {
    const now = clock.now()
    const mine: Kept = { at: now.getTime(), places: readPlaces(db, now) }
    kept = mine
    mine.places.catch(() => {
      if (kept === mine) kept = undefined // whoever waits for it is told; the next one asks again
    })
    return mine
  }
}

type WaitingRow = {
  readonly id: string
  readonly tenantId: string
  readonly courseId: string | null
  readonly userId: string | null
  readonly requestedAt: Date
}

/** Who comes new has it read again, and a class comes all at once: hundreds of rows, hundreds of times. */
async function readPlaces(db: Db, now: Date): Promise<Map<string, Place>> {
  const since = new Date(now.getTime() - MEASURED_SECONDS * 1000)
  const [rows, [ready]] = await Promise.all([
    db.$prepared<WaitingRow>`
      SELECT id, "tenantId", "courseId", "userId", "requestedAt" FROM "Sandbox"
      WHERE state = 'queued' AND wanted = 'running'`,
    db.$prepared<{ count: number }>`
      SELECT count(*)::int AS count FROM "Sandbox" WHERE "userId" IS NOT NULL AND "readyAt" > ${since}::timestamp`,
  ])
  const readyLately = ready?.count ?? 0
  const order = fairOrder(rows.map((row) => ({ ...row, isSpare: row.userId === null })))
  const quotas = await readQuotas(db, new Set(rows.map(({ tenantId }) => tenantId)))
  return new Map(
    order.map(({ id, tenantId }, place) => {
      const most = quotas.get(tenantId) ?? null
      return [id, { place, seconds: estimate(place, readyLately), most }]
    }),
  )
}

async function readQuotas(db: Db, tenants: ReadonlySet<string>): Promise<Map<string, Size>> {
  const rows = await db.tenant.findMany({
    where: { id: { in: [...tenants] } },
    select: { id: true, sandboxCpu: true, sandboxMemory: true, sandboxDisk: true },
  })
  return new Map(
    rows.map(({ id, sandboxCpu: cpu, sandboxMemory, sandboxDisk }) => {
      return [id, { cpu, memory: Number(sandboxMemory), disk: Number(sandboxDisk) }]
    }),
  )
}
