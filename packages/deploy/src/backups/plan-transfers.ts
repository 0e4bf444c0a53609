type Waiting = { readonly id: string; readonly tenantId: string; readonly createdAt: Date }

/** Each holds some parts in memory. */
export const MOST_AT_ONCE = 4
/** One tenant's, so that a bucket that is slow holds up nobody else. */
const MOST_OF_TENANT = 2
/** With so many taken nobody gets a second one: the rest is for tenants that have none. */
const SHARED = 2

/**
 * Pure: which of those that wait begin now: of the tenants with the fewest first, then of who was served longest ago,
 * then the oldest. So who has much that waits comes no sooner than others do.
 */
export function planTransfers<T extends Waiting>(options: {
  readonly waiting: readonly T[]
  /** tenants of those that run */
  readonly running: readonly string[]
  /** when a transfer of the tenant was last worked at; absent: never */
  readonly servedAt: ReadonlyMap<string, Date>
}): readonly T[] {
  const counts = new Map<string, number>()
  const countOf = (tenantId: string) => counts.get(tenantId) ?? 0
  for (const tenantId of options.running) counts.set(tenantId, countOf(tenantId) + 1)
  const servedAt = ({ tenantId }: T) => options.servedAt.get(tenantId)?.getTime() ?? 0
  const left = options.waiting.toSorted(
    (a, b) => servedAt(a) - servedAt(b) || a.createdAt.getTime() - b.createdAt.getTime(),
  )
  const chosen: T[] = []
  while (options.running.length + chosen.length < MOST_AT_ONCE) {
    const fewest = Math.min(...left.map(({ tenantId }) => countOf(tenantId)))
    if (!(fewest < MOST_OF_TENANT)) return chosen
    if (fewest > 0 && options.running.length + chosen.length >= SHARED) return chosen
    const index = left.findIndex(({ tenantId }) => countOf(tenantId) === fewest)
    const [next] = left.splice(index, 1)
    if (!next) return chosen
    counts.set(next.tenantId, fewest + 1)
    chosen.push(next)
  }
  return chosen
}
