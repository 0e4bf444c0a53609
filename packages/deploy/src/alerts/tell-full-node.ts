import { recordEvent, type Tx } from '@berth/db'
import type { TellTenant } from './ports.ts'

/** Tells administrators, in the tenants that they own, that the disk of a node fills: a node is nobody else's business. */
export async function tellFullNode(
  tx: Tx,
  happenings: TellTenant,
  { node, level }: { readonly node: string; readonly level: 80 | 95 },
): Promise<void> {
  const owners = { some: { role: 'owner', user: { isAdmin: true, disabledAt: null } } }
  const tenants = await tx.tenant.findMany({ where: { memberships: owners }, select: { id: true } })
  const message = `the disk of node ${node} is more than ${level} % full`
  const type = level === 95 ? 'node.full' : 'node.filling'
  for (const { id: tenantId } of tenants) {
    await recordEvent(tx, { tenantId, type, message, data: { node } })
    await happenings.note(tx, [{ kind: 'disk_full', tenantId, node, message }])
  }
}
