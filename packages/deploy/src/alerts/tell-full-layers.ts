import { formatBytes } from '@berth/core'
import { recordEvent, type Tx } from '@berth/db'
import type { FullLayer } from '@berth/protocol'
import { fullLevel } from './full-level.ts'
import type { TellTenant } from './ports.ts'

/**
 * Tells a tenant of instances of this node that have written 80, then 95 % of what they may, each once until room comes
 * back. `full`: those that are near it; all others have room. Jobs and sandboxes end before anybody could help.
 */
export async function tellFullLayers(
  tx: Tx,
  happenings: TellTenant,
  nodeId: string,
  full: readonly FullLayer[],
): Promise<void> {
  const near = new Map(full.map((layer) => [layer.id, layer]))
  const rows = await tx.container.findMany({
    where: {
      nodeId,
      jobId: null,
      sandboxId: null,
      OR: [{ id: { in: [...near.keys()] } }, { fullLevel: { gt: 0 } }],
    },
    include: { app: { select: { name: true } } },
  })
  for (const { id, tenantId, appId, process, instance, fullLevel: before, app } of rows) {
    const { usedBytes = 0, limitBytes = 1 } = near.get(id) ?? {}
    const level = fullLevel(before, BigInt(usedBytes), BigInt(limitBytes))
    if (level === before) continue
    await tx.container.update({ where: { id }, data: { fullLevel: level } })
    if (level < before) continue
    const sizes = `${formatBytes(usedBytes)} of ${formatBytes(limitBytes)}`
    const message = `the disk of ${app.name} ${process}.${instance} is more than ${level} % full: ${sizes}`
    await recordEvent(tx, {
      ...{ tenantId, type: level === 95 ? 'container.full' : 'container.filling', message },
      ...{ appId, appName: app.name, containerId: id },
    })
    await happenings.note(tx, [{ kind: 'disk_full', tenantId, app: app.name, message }])
  }
}
