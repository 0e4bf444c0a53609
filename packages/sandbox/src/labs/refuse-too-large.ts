import { BerthError, formatBytes } from '@berth/core'
import type { Db } from '@berth/db'
import type { LabSpec } from '@berth/lab'
import { sizeOf } from '../queue/reserve.ts'

/** One that could never begin, because it alone takes more than all sandboxes of its tenant may. Error: lab.too_large. */
export async function refuseTooLarge(
  db: Pick<Db, 'tenant'>,
  tenantId: string,
  spec: Pick<LabSpec, 'containers' | 'home'>,
): Promise<void> {
  const { sandboxCpu, sandboxMemory, sandboxDisk } = await db.tenant.findUniqueOrThrow({
    where: { id: tenantId },
  })
  const quota = { cpu: sandboxCpu, memory: Number(sandboxMemory), disk: Number(sandboxDisk) }
  const size = sizeOf(spec)
  for (const resource of ['cpu', 'memory', 'disk'] as const) {
    if (size[resource] <= quota[resource]) continue
    const show = resource === 'cpu' ? String : formatBytes
    throw new BerthError(
      'lab.too_large',
      `one sandbox of this lab takes ${show(size[resource])} of ${resource}, and all of the tenant together may take ${show(quota[resource])}: lower its limits, or ask an administrator`,
      { details: { resource, asked: size[resource], quota: quota[resource] } },
    )
  }
}
