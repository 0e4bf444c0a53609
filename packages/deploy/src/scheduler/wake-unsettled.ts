import type { Wake } from '../ports.ts'
import type { AppSnapshot } from '../snapshot.ts'

/** Hints get lost with Redis: nodes that have not confirmed what is wanted of them are told again. */
export async function wakeUnsettled(snapshots: readonly AppSnapshot[], wake: Wake): Promise<void> {
  const unsettled = snapshots
    .flatMap(({ containers }) => containers)
    .filter((container) => container.observedGeneration < container.generation)
  await Promise.all(unsettled.map(({ id, nodeId, generation }) => wake.wakeNode(nodeId, [id], generation)))
}
