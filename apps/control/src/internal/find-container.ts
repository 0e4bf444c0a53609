import { BerthError } from '@berth/core'
import { type Container, type Db, forTenant } from '@berth/db'

/** A container of the ticket's tenant; web's word for it is not taken. Error: container.not_found. */
export async function findContainer(db: Db, tenantId: string, id: string): Promise<Container> {
  const container = await forTenant(db, tenantId).container.findFirst({ where: { id } })
  if (container) return container
  throw new BerthError('container.not_found', `there is no such instance: ${id}`, {
    details: { containerId: id },
  })
}
