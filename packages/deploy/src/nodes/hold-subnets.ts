import type { Db, Tx } from '@berth/db'
import { lockNode, lockSubnets } from '../locks.ts'
import { containerNets } from './container-nets.ts'
import { checkFence, type NodeSession } from './node-session.ts'
import { shareSubnets } from './share-subnets.ts'

/** `refused` since this time; `lost` are apps with containers whose address the node holds no more. */
export type HeldSubnets = { readonly refused: readonly string[]; readonly lost: readonly string[] }

/**
 * Keeps which networks a node's containers have their addresses in. Who comes first holds a network until it names it
 * no more: otherwise a node that was taken over could have the door send visitors to containers of another one.
 */
export function holdSubnets(db: Db, session: NodeSession, asked: readonly string[]): Promise<HeldSubnets> {
  return db.$transaction(async (tx) => {
    await lockNode(tx, session.nodeId)
    const node = await checkFence(tx, session)
    if (node.refusedSubnets.length === 0 && isSame(node.subnets, asked)) return { refused: [], lost: [] }
    await lockSubnets(tx)
    const others = await tx.node.findMany({ where: { id: { not: node.id } }, select: { subnets: true } })
    const { held, refused } = shareSubnets(
      asked,
      others.flatMap(({ subnets }) => subnets),
    )
    await tx.node.update({ where: { id: node.id }, data: { subnets: held, refusedSubnets: refused } })
    return {
      refused: refused.filter((subnet) => !node.refusedSubnets.includes(subnet)),
      // a node that only holds more, as with each sandbox that starts, loses no address
      lost: node.subnets.every((subnet) => held.includes(subnet))
        ? []
        : await forgetAddresses(tx, node.id, held),
    }
  })
}

/** Another node may hold what this one gave back: nobody is to be sent there on this one's word. */
async function forgetAddresses(tx: Tx, nodeId: string, held: readonly string[]): Promise<string[]> {
  const holds = containerNets(held)
  const rows = await tx.container.findMany({
    where: { nodeId, address: { not: null } },
    select: { id: true, appId: true, address: true },
  })
  const lost = rows.filter(({ address }) => address !== null && !holds(address))
  await tx.container.updateMany({ where: { id: { in: lost.map(({ id }) => id) } }, data: { address: null } })
  return [...new Set(lost.map(({ appId }) => appId))]
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(a)
  return a.length === b.length && b.every((subnet) => known.has(subnet))
}
