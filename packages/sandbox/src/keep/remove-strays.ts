import type { Tx } from '@berth/db'
import { desire, type Touched } from './write-steps.ts'

/** A sandbox's row may go with its course or lab: what it had on its node goes after it. */
export async function removeStrays(tx: Tx): Promise<Touched[]> {
  const strays = await tx.container.findMany({
    where: { sandboxId: null, app: { kind: 'lab' } },
    select: { id: true, desired: true, observed: true },
  })
  const isGone = ({ desired, observed }: (typeof strays)[number]) =>
    desired === 'removed' && (observed === 'removed' || observed === 'lost')
  await tx.container.deleteMany({ where: { id: { in: strays.filter(isGone).map(({ id }) => id) } } })
  const staying = strays.filter(({ desired }) => desired !== 'removed')
  if (strays.length === 0) {
    await tx.volume.updateMany({
      where: { sandboxId: null, name: { startsWith: 'sbx_' }, deletedAt: null },
      data: { deletedAt: new Date(0), deletedBy: 'the platform' },
    })
  }
  return Promise.all(staying.map(({ id }) => desire(tx, id, 'removed')))
}
