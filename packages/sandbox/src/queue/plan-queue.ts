import { fairOrder, type Waiting } from './fair-order.ts'

export type Candidate = Waiting & {
  readonly courseLabId: string | null
  /** bytes that are kept for it */
  readonly reserve: number
  /** where its files lie: nothing else takes it */
  readonly nodeId: string | null
}

/** What of this tenant, course or lab runs or starts, spares among them, and how much may. */
export type Share = { readonly used: number; readonly most: number }

export type Room = {
  readonly nodeId: string
  /** bytes */
  readonly memory: number
  /** sandboxes that may begin to start there now */
  readonly starts: number
}

/** One that is ready and that nobody has. */
export type Spare = { readonly id: string; readonly courseId: string | null; readonly readyAt: Date }

export type QueuePlan = {
  readonly admit: readonly { readonly id: string; readonly nodeId: string }[]
  /** spares of other labs that make room for somebody who waits */
  readonly evict: readonly string[]
}

type Shares = ReadonlyMap<string, Share>

/**
 * Who begins now, and where: in fair order, as long as tenant, course and lab may have more and a node has the memory
 * and is not busy with other starts. Who cannot begin holds up nobody else.
 */
export function planQueue(options: {
  readonly waiting: readonly Candidate[]
  /** by the ids of tenants, courses and course labs; one that is missing has no limit */
  readonly shares: Shares
  readonly rooms: readonly Room[]
  readonly spares: readonly Spare[]
}): QueuePlan {
  const used = new Map([...options.shares].map(([id, share]) => [id, share.used]))
  const rooms = options.rooms.map((room) => ({ ...room }))
  const admit: { id: string; nodeId: string }[] = []
  const evict: string[] = []
  for (const one of fairOrder(options.waiting)) {
    const ids = [one.tenantId, one.courseId, one.courseLabId].filter((id) => id !== null)
    const full = ids.filter((id) => (used.get(id) ?? 0) >= (options.shares.get(id)?.most ?? Infinity))
    if (full.length > 0) {
      const spare = one.isSpare ? undefined : spareToGo(options.spares, evict, one, full)
      if (spare) evict.push(spare.id) // its place is free when it has gone
      continue
    }
    const room = roomFor(rooms, one)
    if (!room) continue
    room.memory -= one.reserve
    room.starts -= 1
    for (const id of ids) used.set(id, (used.get(id) ?? 0) + 1)
    admit.push({ id: one.id, nodeId: room.nodeId })
  }
  return { admit, evict }
}

/** Most memory left first. */
function roomFor<T extends Room>(rooms: readonly T[], { nodeId, reserve }: Candidate): T | undefined {
  const [best] = rooms
    .filter(
      (room) => room.starts > 0 && room.memory >= reserve && (nodeId === null || room.nodeId === nodeId),
    )
    .toSorted((a, b) => b.memory - a.memory || a.nodeId.localeCompare(b.nodeId))
  return best
}

/** The oldest spare of the course, where it is the course that is full. */
function spareToGo(
  spares: readonly Spare[],
  gone: readonly string[],
  { courseId }: Candidate,
  full: readonly string[],
): Spare | undefined {
  if (courseId === null || full.some((id) => id !== courseId)) return undefined
  const [oldest] = spares
    .filter((spare) => spare.courseId === courseId && !gone.includes(spare.id))
    .toSorted((a, b) => a.readyAt.getTime() - b.readyAt.getTime())
  return oldest
}
