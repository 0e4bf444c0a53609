import { BerthError } from '@berth/core'
import { type Db, forTenant } from '@berth/db'
import { notMade } from '@berth/deploy'

/** Of a volume of the ticket's tenant; web's word for it is not taken. Errors: volume.not_found, volume.busy. */
export async function nodeOfVolume(db: Db, tenantId: string, id: string): Promise<string> {
  const volume = await forTenant(db, tenantId).volume.findFirst({ where: { id, deletedAt: null } })
  if (!volume) throw new BerthError('volume.not_found', `there is no such volume: ${id}`)
  const { nodeId, made } = volume
  if (nodeId !== null && made) return nodeId
  throw notMade(volume)
}
