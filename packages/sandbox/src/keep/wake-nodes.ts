import type { Wake } from '../ports.ts'
import type { Touched } from './write-steps.ts'

/** One hint for each node: it asks for all of them at once. */
export async function wakeNodes(queues: Wake, touched: readonly Touched[]): Promise<void> {
  const byNode = Map.groupBy(touched, ({ nodeId }) => nodeId)
  await Promise.all(
    [...byNode].map(([nodeId, containers]) =>
      queues.wakeNode(
        nodeId,
        containers.map(({ containerId }) => containerId),
        Math.max(...containers.map(({ generation }) => generation)),
      ),
    ),
  )
}
