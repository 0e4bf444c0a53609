import { BerthError } from '@berth/core'
import type { Container, Db } from '@berth/db'

/** Where a container is, and what it is of. */
type FoundContainer = Pick<Container, 'nodeId' | 'appId' | 'releaseId' | 'sandboxId'>

/**
 * A container of the ticket's tenant; web's word for it is not taken. Asked for twice with each terminal that opens.
 * Error: container.not_found.
 */
export async function findContainer(
  db: Pick<Db, '$prepared'>,
  tenantId: string,
  id: string,
): Promise<FoundContainer> {
  const [container] = await db.$prepared<FoundContainer>`
    SELECT "nodeId", "appId", "releaseId", "sandboxId" FROM "Container"
    WHERE id = ${id} AND "tenantId" = ${tenantId}`
  if (container) return container
  throw new BerthError('container.not_found', `there is no such instance: ${id}`, {
    details: { containerId: id },
  })
}
