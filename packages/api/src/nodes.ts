import { NODE_STATES } from '@berth/core'
import type { Db } from '@berth/db'
import { type NodeView, nodeInfoSchema } from '@berth/protocol'

/** All worker nodes, with what is reserved on each by containers that shall run, or are paused. */
export async function listNodes(db: Db): Promise<NodeView[]> {
  const nodes = await db.node.findMany({
    orderBy: { name: 'asc' },
    include: {
      containers: {
        where: { desired: { in: ['running', 'paused'] } },
        select: { release: { select: { cpu: true, memory: true } } },
      },
    },
  })
  return nodes.map((node) => {
    const info = nodeInfoSchema.safeParse(node.info).data // absent until its agent has said hello
    return {
      id: node.id,
      name: node.name,
      state: NODE_STATES.find((state) => state === node.state) ?? 'offline',
      hostname: info?.hostname ?? '',
      kernel: info?.kernel ?? '',
      arch: info?.arch ?? '',
      cgroup: info?.cgroup ?? '',
      cpus: info?.cpus ?? 0,
      memoryBytes: info?.memoryBytes ?? 0,
      diskBytes: info?.diskBytes ?? 0,
      diskFreeBytes: info?.diskFreeBytes ?? 0,
      writable: info?.writable ?? null,
      containers: node.containers.length,
      reserved: {
        cpu: node.containers.reduce((sum, { release }) => sum + release.cpu, 0),
        memory: node.containers.reduce((sum, { release }) => sum + Number(release.memory), 0),
      },
      heartbeatAt: node.heartbeatAt,
      agentVersion: info?.agentVersion ?? '',
      refusedSubnets: node.refusedSubnets,
    }
  })
}
