import type { Limits } from '@berth/core'
import type { DeployNote } from '@berth/protocol'
import type { Instance, NodeModel } from './model.ts'
import { homeAway, type VolumeHome } from './volumes/homes.ts'

/**
 * Limits are ceilings, not reservations, and most containers idle: a node takes so many times its own cores and memory.
 * Memory is kept closer, because running out of it kills.
 */
export const OVERCOMMIT = { cpu: 16, memory: 2 } as const

export type Placement = Instance & { readonly nodeId: string }

export type PlaceResult =
  | { readonly kind: 'placed'; readonly placements: readonly Placement[] }
  | { readonly kind: 'no-room'; readonly note: DeployNote }

/**
 * Chooses nodes for instances of one release: a ready node with room, that has the fewest instances of the same app,
 * then the most memory left. All or nothing.
 */
export function place(options: {
  readonly wanted: readonly Instance[]
  /** of an instance of this process */
  readonly limits: (process: string) => Limits
  readonly nodes: readonly NodeModel[]
  /** how many containers of the app each node has already */
  readonly present: ReadonlyMap<string, number>
  /** of instances that have their files on one node: nothing else takes them */
  readonly homeOf?: (process: string) => VolumeHome | undefined
}): PlaceResult {
  const { wanted, nodes } = options
  const ready = nodes.filter((node) => node.state === 'ready')
  if (wanted.length > 0 && ready.length === 0) return { kind: 'no-room', note: noNode(nodes) }
  const present = new Map(options.present)
  const used = new Map(ready.map((node) => [node.id, { ...node.used }]))
  const placements: Placement[] = []
  for (const instance of wanted) {
    const limits = options.limits(instance.process)
    const home = options.homeOf?.(instance.process)
    const allowed = home ? ready.filter(({ id }) => id === home.nodeId) : ready
    if (home && allowed.length === 0) return { kind: 'no-room', note: homeAway(home, nodes) }
    const node = best(allowed, used, present, limits)
    if (!node) return { kind: 'no-room', note: noRoom(limits) }
    const now = used.get(node.id)
    used.set(node.id, {
      cpu: (now?.cpu ?? 0) + limits.cpu,
      memory: (now?.memory ?? 0) + limits.memory,
    })
    present.set(node.id, (present.get(node.id) ?? 0) + 1)
    placements.push({ ...instance, nodeId: node.id })
  }
  return { kind: 'placed', placements }
}

/** What may still be given out on a node. */
export function roomLeft({ cpu, memory, used }: NodeModel): NodeModel['used'] {
  return { cpu: cpu * OVERCOMMIT.cpu - used.cpu, memory: memory * OVERCOMMIT.memory - used.memory }
}

type Used = ReadonlyMap<string, { readonly cpu: number; readonly memory: number }>

function best(
  nodes: readonly NodeModel[],
  used: Used,
  present: ReadonlyMap<string, number>,
  limits: Limits,
): NodeModel | undefined {
  const memoryLeft = (node: NodeModel) => node.memory * OVERCOMMIT.memory - (used.get(node.id)?.memory ?? 0)
  const cpuLeft = (node: NodeModel) => node.cpu * OVERCOMMIT.cpu - (used.get(node.id)?.cpu ?? 0)
  const [first] = nodes
    .filter((node) => memoryLeft(node) >= limits.memory && cpuLeft(node) >= limits.cpu)
    .toSorted(
      (a, b) =>
        (present.get(a.id) ?? 0) - (present.get(b.id) ?? 0) ||
        memoryLeft(b) - memoryLeft(a) ||
        a.id.localeCompare(b.id),
    )
  return first
}

function noNode(nodes: readonly NodeModel[]): DeployNote {
  return { kind: 'no-node', nodes: nodes.map(({ name, state }) => ({ name, state })) }
}

function noRoom({ cpu, memory }: Limits): DeployNote {
  return { kind: 'no-room', cpu, memory }
}
