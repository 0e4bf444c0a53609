/** Who waits for a sandbox, as far as their turn is concerned. */
export type Waiting = {
  readonly id: string
  readonly tenantId: string
  /** null: an author's trial */
  readonly courseId: string | null
  /** one that nobody waits for */
  readonly isSpare: boolean
  readonly requestedAt: Date
}

/**
 * Whose turn it is: within a course who came first, between the courses of a tenant and between tenants in turn, so that
 * a class of three hundred does not hold up one of five. People come before spares.
 */
export function fairOrder<T extends Waiting>(waiting: readonly T[]): T[] {
  const people = waiting.filter(({ isSpare }) => !isSpare)
  const spares = waiting.filter(({ isSpare }) => isSpare)
  return [...inTurn(people), ...inTurn(spares)]
}

function inTurn<T extends Waiting>(waiting: readonly T[]): T[] {
  const oldestFirst = waiting.toSorted(byTime)
  const tenants = Map.groupBy(oldestFirst, ({ tenantId }) => tenantId)
  return interleave([...tenants.values()].map((mine) => interleave(byCourse(mine))))
}

function byCourse<T extends Waiting>(waiting: readonly T[]): T[][] {
  return [...Map.groupBy(waiting, ({ courseId, tenantId }) => courseId ?? tenantId).values()]
}

/** The first of each, then the second of each; who has waited longest begins. */
function interleave<T extends Waiting>(queues: readonly T[][]): T[] {
  const length = Math.max(0, ...queues.map((queue) => queue.length))
  return Array.from({ length }, (_, i) => queues.flatMap((queue) => queue.slice(i, i + 1))).flat()
}

function byTime(a: Waiting, b: Waiting): number {
  return a.requestedAt.getTime() - b.requestedAt.getTime() || a.id.localeCompare(b.id)
}
