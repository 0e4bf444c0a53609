import type { Limits } from '@berth/core'
import type { ContainerModel, NodeModel } from './model.ts'
import { roomLeft } from './place.ts'

type Share = 'cpu' | 'memory'

/**
 * The node that has no room for these instances of its own with other limits, if there is one. What only lowers a
 * limit always finds room, so that a full node can come down.
 */
export function findCramped(
  containers: readonly ContainerModel[],
  limits: (process: string) => Limits,
  nodes: readonly NodeModel[],
): NodeModel | undefined {
  return nodes.find((node) => {
    const here = containers.filter(({ nodeId }) => nodeId === node.id)
    return (['cpu', 'memory'] as const).some((share) => {
      const grown = here.reduce(
        (sum, container) => sum + growth(container, limits(container.process), share),
        0,
      )
      return grown > 0 && grown > roomLeft(node)[share]
    })
  })
}

/** What is stopped holds nothing yet: its start is weighed with the quota. */
function growth(container: ContainerModel, limits: Limits, share: Share): number {
  return container.desired === 'stopped' ? 0 : limits[share] - container.limits[share]
}
