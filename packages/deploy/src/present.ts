import type { ContainerModel } from './model.ts'

/** How many of these containers each node has. */
export function countPresent(containers: readonly ContainerModel[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { nodeId } of containers) counts.set(nodeId, (counts.get(nodeId) ?? 0) + 1)
  return counts
}
