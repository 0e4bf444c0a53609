import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import { estimate, MEASURED_SECONDS } from './estimate.ts'
import { createVersionShelf, type VersionShelf } from '../keep/version-shelf.ts'
import { fairOrder } from './fair-order.ts'
import { NONE_ACTIVE, readActive } from './read-active.ts'
import { type Kept, readKept } from './read-kept.ts'
import type { Size } from './reserve.ts'

/** How many come before, and in how many seconds it will be one's turn; null: nothing was measured. */
export type Place = {
  readonly place: number
  readonly seconds: number | null
  /** what all sandboxes of the tenant may take together; null: its row is gone */
  readonly most: Size | null
  /** bytes of that disk that are left for this one, and those that the tenant keeps beside it at rest */
  readonly disk: { readonly left: number; readonly kept: number }
}

export type QueuePlaces = (sandboxId: string) => Promise<Place | null>

const KEPT_MS = 500

type Read = { readonly at: number; readonly places: Promise<Map<string, Place>> }

/** Asked by everybody who waits: the order is read twice a second, and when somebody came after it was read. */
export function createQueuePlaces({ db, clock }: { readonly db: Db; readonly clock: Clock }): QueuePlaces {
  let kept: Read | undefined
  const versions = createVersionShelf()
  return async (id) => {
    const seen = kept && clock.now().getTime() - kept.at <= KEPT_MS ? kept : read()
    const place = (await seen.places).get(id)
    if (place) return place
    const fresh = kept && kept !== seen ? kept : read()
    return (await fresh.places).get(id) ?? null
  }

  function read(): Read {
    const now = clock.now()
    const mine: Read = { at: now.getTime(), places: readPlaces({ db, versions }, now) }
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
async function readPlaces(
  { db, versions }: { readonly db: Db; readonly versions: VersionShelf },
  now: Date,
): Promise<Map<string, Place>> {
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
  const tenants = [...new Set(rows.map(({ tenantId }) => tenantId))]
  const [quotas, active, kept] = await Promise.all([
    readQuotas(db, tenants),
    readActive({ db, versions }, tenants),
    readKept(db, tenants),
  ])
  return new Map(
    order.map(({ id, tenantId }, place) => {
      const most = quotas.get(tenantId) ?? null
      const { size } = active.get(tenantId) ?? NONE_ACTIVE
      const disk = diskFor(id, { most: most?.disk ?? 0, active: size.disk, kept: kept.get(tenantId) })
      return [id, { place, seconds: estimate(place, readyLately), most, disk }]
    }),
  )
}

/** Its own files are counted by its limits when it begins; those of the try before a reset stay beside it. */
function diskFor(
  id: string,
  { most, active, kept }: { readonly most: number; readonly active: number; readonly kept: Kept | undefined },
): Place['disk'] {
  const others = (kept?.bytes ?? 0) - (kept?.waiting.get(id) ?? 0)
  return { left: most - active - others, kept: others }
}

async function readQuotas(db: Pick<Db, '$prepared'>, tenants: readonly string[]): Promise<Map<string, Size>> {
  const rows = await db.$prepared<Size & { readonly id: string }>`
    SELECT id, "sandboxCpu" AS cpu, "sandboxMemory"::float8 AS memory, "sandboxDisk"::float8 AS disk
    FROM "Tenant" WHERE id = ANY(${tenants}::text[])`
  return new Map(rows.map(({ id, ...size }) => [id, size]))
}
