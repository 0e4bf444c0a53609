import type { Db } from '@berth/db'
import type { Rooms } from '../ports.ts'
import type { Budget, QueuePlan, Share } from '../queue/plan-queue.ts'
import { planQueue } from '../queue/plan-queue.ts'
import { type Kept, readKept } from '../queue/read-kept.ts'
import { addSizes, NO_SIZE, type Size, sizeOf } from '../queue/reserve.ts'
import { type ActiveCount, countActive, type ReadySpare, type WaitingRow } from './read-waiting.ts'
import type { ShelvedVersion, VersionShelf } from './version-shelf.ts'

/** Starts on one node at once: more would only make each of them slower, and the dashboard with them. */
const STARTS_AT_ONCE = 8

type Versions = ReadonlyMap<string, ShelvedVersion>

/** Whose turn it is of all that wait. */
export async function planWaiting(
  { db, rooms, versions }: { readonly db: Db; readonly rooms: Rooms; readonly versions: VersionShelf },
  waiting: readonly WaitingRow[],
  spares: readonly ReadySpare[],
): Promise<QueuePlan> {
  if (waiting.length === 0) return { admit: [], evict: [] }
  const active = await countActive(db)
  const tenants = new Set(waiting.map(({ tenantId }) => tenantId))
  const near = active.filter(({ tenantId }) => tenants.has(tenantId))
  const shelf = await versions(
    db,
    [...waiting, ...near].map(({ versionId }) => versionId),
  )
  const nodes = (await rooms(db)).map((room) => {
    return { ...room, starts: STARTS_AT_ONCE - startingOn(active, room.nodeId) }
  })
  // nobody can begin, and no spare could make room
  if (spares.length === 0 && nodes.every(({ starts }) => starts <= 0)) return { admit: [], evict: [] }
  const kept = await readKept(db, [...tenants])
  return planQueue({
    waiting: waiting.flatMap((row) => {
      const version = shelf.get(row.versionId)
      if (!version) return []
      const { id, tenantId, userId, home: nodeId } = row
      const files = kept.get(tenantId)?.waiting.get(id) ?? 0
      return [{ ...row, nodeId, isSpare: userId === null, size: sizeOf(version.spec), files }]
    }),
    ...(await limitsOf(db, waiting, { active: near, shelf, kept })),
    rooms: nodes,
    spares,
  })
}

function startingOn(active: readonly ActiveCount[], nodeId: string): number {
  return sum(active.filter((one) => one.isStarting && one.nodeId === nodeId))
}

type Tenant = Size & { readonly id: string; readonly sandboxes: number }

async function limitsOf(
  db: Pick<Db, '$prepared'>,
  waiting: readonly WaitingRow[],
  {
    active,
    shelf,
    kept,
  }: {
    readonly active: readonly ActiveCount[]
    readonly shelf: Versions
    readonly kept: ReadonlyMap<string, Kept>
  },
): Promise<{ shares: Map<string, Share>; budgets: Map<string, Budget> }> {
  const idsOf = (key: 'tenantId' | 'courseId' | 'courseLabId') => [
    ...new Set(waiting.map((row) => row[key]).filter((id) => id !== null)),
  ]
  const used = (key: 'tenantId' | 'courseId' | 'courseLabId', id: string) =>
    sum(active.filter((row) => row[key] === id))
  const [tenants, courses, labs] = await Promise.all([
    db.$prepared<Tenant>`
      SELECT id, sandboxes, "sandboxCpu" AS cpu, "sandboxMemory"::float8 AS memory, "sandboxDisk"::float8 AS disk
      FROM "Tenant" WHERE id = ANY(${idsOf('tenantId')}::text[])`,
    db.$prepared<{ id: string; maximum: number }>`
      SELECT id, maximum FROM "Course" WHERE id = ANY(${idsOf('courseId')}::text[])`,
    db.$prepared<{ id: string; capacity: number }>`
      SELECT id, capacity FROM "CourseLab" WHERE id = ANY(${idsOf('courseLabId')}::text[]) AND capacity IS NOT NULL`,
  ])
  const shares = new Map<string, Share>([
    ...tenants.map(({ id, sandboxes: most }) => [id, { used: used('tenantId', id), most }] as const),
    ...courses.map(({ id, maximum: most }) => [id, { used: used('courseId', id), most }] as const),
    ...labs.map(({ id, capacity: most }) => [id, { used: used('courseLabId', id), most }] as const),
  ])
  const budgets = new Map(
    tenants.map(({ id, cpu, memory, disk: mostDisk }) => {
      const most = { cpu, memory, disk: mostDisk }
      const { disk, ...rest } = takenBy(active, id, shelf)
      return [id, { used: { ...rest, disk: disk + (kept.get(id)?.bytes ?? 0) }, most }] as const
    }),
  )
  return { shares, budgets }
}

function takenBy(active: readonly ActiveCount[], tenantId: string, shelf: Versions): Size {
  return active
    .filter((one) => one.tenantId === tenantId)
    .reduce((taken, { versionId, count }) => {
      const version = shelf.get(versionId)
      return version ? addSizes(taken, sizeOf(version.spec), count) : taken
    }, NO_SIZE)
}

function sum(counts: readonly ActiveCount[]): number {
  return counts.reduce((all, { count }) => all + count, 0)
}
