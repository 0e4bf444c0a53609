import type { Tx } from '@berth/db'
import type { Candidate, QueuePlan, Share } from '../queue/plan-queue.ts'
import { planQueue } from '../queue/plan-queue.ts'
import { reserveOf } from '../queue/reserve.ts'
import type { Rooms } from '../ports.ts'
import { ACTIVE_STATES, stateOf } from '../rows.ts'
import type { SandboxRow } from './read-sandboxes.ts'
import type { ShelvedVersion } from './version-shelf.ts'

/** Starts on one node at once: more would only make each of them slower, and the dashboard with them. */
const STARTS_AT_ONCE = 8

/** Whose turn it is of all that wait. */
export async function planWaiting(
  tx: Tx,
  rows: readonly SandboxRow[],
  options: { readonly versions: ReadonlyMap<string, ShelvedVersion>; readonly rooms: Rooms },
): Promise<QueuePlan> {
  const waiting = rows.filter((row) => row.state === 'queued' && row.wanted === 'running')
  if (waiting.length === 0) return { admit: [], evict: [] }
  const active = rows.filter((row) => ACTIVE_STATES.includes(stateOf(row)))
  const starting = Map.groupBy(
    active.filter(({ state }) => state === 'starting'),
    ({ nodeId }) => nodeId,
  )
  const rooms = await options.rooms(tx)
  return planQueue({
    waiting: waiting.flatMap((row) => candidateOf(row, options.versions.get(row.versionId))),
    shares: await sharesOf(tx, rows, active),
    rooms: rooms.map((room) => ({
      ...room,
      starts: STARTS_AT_ONCE - (starting.get(room.nodeId)?.length ?? 0),
    })),
    spares: active.flatMap(({ id, courseId, userId, kind, state, readyAt }) =>
      userId === null && kind === 'lesson' && state === 'running' && readyAt
        ? [{ id, courseId, readyAt }]
        : [],
    ),
  })
}

function candidateOf(row: SandboxRow, version: ShelvedVersion | undefined): Candidate[] {
  if (!version) return []
  const { id, tenantId, courseId, courseLabId, requestedAt, attempt } = row
  const isHere =
    row.homes.some((home) => home.attempt === attempt) ||
    row.containers.some((one) => one.attempt === attempt && one.desired !== 'removed')
  return [
    {
      ...{ id, tenantId, courseId, courseLabId, requestedAt, reserve: reserveOf(version.spec) },
      isSpare: row.userId === null,
      nodeId: isHere ? row.nodeId : null,
    },
  ]
}

async function sharesOf(
  tx: Pick<Tx, 'tenant'>,
  rows: readonly SandboxRow[],
  active: readonly SandboxRow[],
): Promise<Map<string, Share>> {
  const ids = [...new Set(rows.map(({ tenantId }) => tenantId))]
  const tenants = await tx.tenant.findMany({
    where: { id: { in: ids } },
    select: { id: true, sandboxes: true },
  })
  const shares = new Map<string, Share>()
  const count = (key: 'tenantId' | 'courseId' | 'courseLabId', id: string) =>
    active.filter((row) => row[key] === id).length
  for (const { id, sandboxes } of tenants) shares.set(id, { used: count('tenantId', id), most: sandboxes })
  for (const { courseId, course, courseLabId, courseLab } of rows) {
    if (courseId !== null && course && !shares.has(courseId)) {
      shares.set(courseId, { used: count('courseId', courseId), most: course.maximum })
    }
    if (courseLabId !== null && courseLab && courseLab.capacity !== null && !shares.has(courseLabId)) {
      shares.set(courseLabId, { used: count('courseLabId', courseLabId), most: courseLab.capacity })
    }
  }
  return shares
}
