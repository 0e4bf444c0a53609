/** Steps of one build keep a core busy: of more at once none is done sooner. */
const BUILDS_PER_NODE = 2

type Waiting = { readonly id: string; readonly tenantId: string; readonly createdAt: Date }
type Given = { readonly tenantId: string; readonly nodeId: string }

/**
 * Gives waiting builds to nodes that have room: one of each tenant at a time, first to tenants that were served least
 * recently, of each its oldest.
 */
export function assignBuilds(state: {
  readonly waiting: readonly Waiting[]
  readonly given: readonly Given[]
  /** nodes that are ready */
  readonly nodeIds: readonly string[]
  /** when a tenant was served last; a tenant that never was comes first */
  readonly servedAt: ReadonlyMap<string, Date>
}): { readonly buildId: string; readonly nodeId: string }[] {
  const load = new Map(
    state.nodeIds.map((id) => [id, state.given.filter(({ nodeId }) => nodeId === id).length]),
  )
  const busy = new Set(state.given.map(({ tenantId }) => tenantId))
  const served = ({ tenantId }: Waiting) => state.servedAt.get(tenantId)?.getTime() ?? 0
  const queue = state.waiting.toSorted(
    (a, b) => served(a) - served(b) || a.createdAt.getTime() - b.createdAt.getTime(),
  )
  const assigned: { buildId: string; nodeId: string }[] = []
  for (const { id, tenantId } of queue) {
    const nodeId = busy.has(tenantId) ? undefined : emptiest(load)
    if (nodeId === undefined) continue
    busy.add(tenantId)
    load.set(nodeId, (load.get(nodeId) ?? 0) + 1)
    assigned.push({ buildId: id, nodeId })
  }
  return assigned
}

function emptiest(load: ReadonlyMap<string, number>): string | undefined {
  const [first] = [...load]
    .filter(([, builds]) => builds < BUILDS_PER_NODE)
    .toSorted(([a, left], [b, right]) => left - right || a.localeCompare(b))
  return first?.[0]
}
