import type { Sandbox, Tx } from '@berth/db'

/** Files and containers of all tries but the present one go. */
export async function dropOthers(tx: Tx, { id, attempt }: Pick<Sandbox, 'id' | 'attempt'>): Promise<void> {
  const others = { sandboxId: id, attempt: { not: attempt } }
  await tx.container.updateMany({
    where: { ...others, desired: { not: 'removed' } },
    data: { desired: 'removed', generation: { increment: 1 } },
  })
  await tx.volume.updateMany({
    where: { ...others, deletedAt: null },
    data: { deletedAt: new Date(0), deletedBy: 'the platform' },
  })
  await tx.sandboxTerminal.deleteMany({ where: others })
}
