import { fairOrder, type Waiting } from './fair-order.ts'
import { addSizes, fits, reserveOf, type Size } from './reserve.ts'

export type Candidate = Waiting & {
  readonly courseLabId: string | null
  readonly size: Size
  /** where its files lie: nothing else takes it */
  readonly nodeId: string | null
  /** bytes that it keeps of this try, which count for its tenant while it waits */
  readonly files: number
}

/** What of this tenant, course or lab runs or starts, spares among them, and how much may. */
export type Share = { readonly used: number; readonly most: number }

/** What the sandboxes of a tenant take together, with what those keep that rest or wait, and how much they may. */
export type Budget = { readonly used: Size; readonly most: Size }

export type Room = {
  readonly nodeId: string
  /** bytes */
  readonly memory: number
  /** bytes that are free */
  readonly disk: number
  /** sandboxes that may begin to start there now */
  readonly starts: number
}

/** One that is ready and that nobody has. */
export type Spare = {
  readonly id: string
  readonly tenantId: string
  readonly courseId: string | null
  readonly readyAt: Date
}

export type QueuePlan = {
  readonly admit: readonly { readonly id: string; readonly nodeId: string }[]
  /** spares of other labs that make room for somebody who waits */
  readonly evict: readonly string[]
}

type Shares = ReadonlyMap<string, Share>

/**
 * Who begins now, and where: in fair order, as long as tenant, course and lab may have more and a node has the memory
 * and the disk and is not busy with other starts. Who cannot begin holds up nobody else.
 */
export function planQueue(options: {
  readonly waiting: readonly Candidate[]
  /** by the ids of tenants, courses and course labs; one that is missing has no limit */
  readonly shares: Shares
  /** by the ids of tenants; one that is missing has no limit */
  readonly budgets: ReadonlyMap<string, Budget>
  readonly rooms: readonly Room[]
  readonly spares: readonly Spare[]
}): QueuePlan {
  const used = new Map([...options.shares].map(([id, share]) => [id, share.used]))
  const taken = new Map([...options.budgets].map(([id, budget]) => [id, budget.used]))
  const rooms = options.rooms.map((room) => ({ ...room }))
  const admit: { id: string; nodeId: string }[] = []
  const evict: string[] = []
  for (const one of fairOrder(options.waiting)) {
    const ids = [one.tenantId, one.courseId, one.courseLabId].filter((id) => id !== null)
    const full = ids.filter((id) => (used.get(id) ?? 0) >= (options.shares.get(id)?.most ?? Infinity))
    const budget = options.budgets.get(one.tenantId)
    const mine = taken.get(one.tenantId)
    const others = mine && { ...mine, disk: mine.disk - one.files } // by its limits from then on
    if (budget && others && !fits(one.size, others, budget.most)) full.push(one.tenantId)
    if (full.length > 0) {
      const spare = one.isSpare ? undefined : spareToGo(options.spares, evict, one, full)
      if (spare) evict.push(spare.id) // its place is free when it has gone
      continue
    }
    const room = roomFor(rooms, one)
    if (!room) continue
    room.memory -= reserveOf(one.size).memory
    room.disk -= reserveOf(one.size).disk
    room.starts -= 1
    if (others) taken.set(one.tenantId, addSizes(others, one.size))
    for (const id of ids) used.set(id, (used.get(id) ?? 0) + 1)
    admit.push({ id: one.id, nodeId: room.nodeId })
  }
  return { admit, evict }
}

/** Most memory left first. */
function roomFor<T extends Room>(rooms: readonly T[], { nodeId, size }: Candidate): T | undefined {
  const { memory, disk } = reserveOf(size)
  const [best] = rooms
    .filter((room) => nodeId === null || room.nodeId === nodeId)
    .filter((room) => room.starts > 0 && room.memory >= memory && room.disk >= disk)
    .toSorted((a, b) => b.memory - a.memory || a.nodeId.localeCompare(b.nodeId))
  return best
}

/** The oldest spare of the course, where that is full, else of the tenant: those of a lab that is full are for its own people. */
function spareToGo(
  spares: readonly Spare[],
  gone: readonly string[],
  { tenantId, courseId, courseLabId }: Candidate,
  full: readonly string[],
): Spare | undefined {
  if (courseLabId !== null && full.includes(courseLabId)) return undefined
  const isNear = (spare: Spare) =>
    courseId !== null && full.includes(courseId) ? spare.courseId === courseId : spare.tenantId === tenantId
  const [oldest] = spares
    .filter((spare) => isNear(spare) && !gone.includes(spare.id))
    .toSorted((a, b) => a.readyAt.getTime() - b.readyAt.getTime())
  return oldest
}
