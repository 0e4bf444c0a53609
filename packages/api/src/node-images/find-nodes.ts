import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'

type NamedNode = { readonly id: string; readonly name: string }

/** Error: node.not_found. */
export async function findNode(db: Db, name: string): Promise<NamedNode> {
  const node = await db.node.findUnique({ where: { name }, select: { id: true, name: true } })
  if (node) return node
  throw new BerthError('node.not_found', `there is no node ${name}`)
}

/** Those that images can be sent to, by name. */
export async function readyNodes(db: Db): Promise<NamedNode[]> {
  return db.node.findMany({
    where: { state: 'ready' },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  })
}
