import type { Tx } from '@berth/db'
import { assignBuilds } from './assign-builds.ts'

/** Gives waiting builds to nodes, within `inBuilds`; the nodes are woken by whoever asked. */
export async function giveOut(tx: Tx, now: Date): Promise<void> {
  const waiting = await tx.build.findMany({
    where: { state: 'queued', nodeId: null },
    select: { id: true, tenantId: true, createdAt: true },
  })
  if (waiting.length === 0) return
  const [given, nodes, served] = await Promise.all([
    tx.build.findMany({
      where: { OR: [{ state: 'running' }, { state: 'queued', nodeId: { not: null } }] },
      select: { tenantId: true, nodeId: true },
    }),
    tx.node.findMany({ where: { state: 'ready' }, select: { id: true } }),
    tx.build.groupBy({
      by: ['tenantId'],
      where: { tenantId: { in: waiting.map(({ tenantId }) => tenantId) }, givenAt: { not: null } },
      _max: { givenAt: true },
    }),
  ])
  const assigned = assignBuilds({
    waiting,
    given: given.map(({ tenantId, nodeId }) => ({ tenantId, nodeId: nodeId ?? '' })),
    nodeIds: nodes.map(({ id }) => id),
    servedAt: new Map(
      served.flatMap(({ tenantId, _max }) => (_max.givenAt ? [[tenantId, _max.givenAt]] : [])),
    ),
  })
  for (const { buildId, nodeId } of assigned) {
    await tx.build.update({
      where: { id: buildId },
      data: { nodeId, givenAt: now, tries: { increment: 1 }, generation: { increment: 1 } },
    })
  }
}
