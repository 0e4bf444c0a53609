import type { Db, VolumeTransfer } from '@berth/db'

type Held = Pick<VolumeTransfer, 'id' | 'holder'>

/** Undefined when somebody else has it by now. */
export async function claim(
  db: Pick<Db, 'volumeTransfer'>,
  id: string,
  { holder, now }: { readonly holder: string; readonly now: Date },
): Promise<VolumeTransfer | undefined> {
  const { count } = await db.volumeTransfer.updateMany({
    where: { id, state: 'waiting' },
    data: {
      ...{ state: 'running', holder, beatAt: now, movedBytes: 0n, reason: null, notBefore: null },
      attempts: { increment: 1 },
    },
  })
  if (count === 0) return undefined
  return (await db.volumeTransfer.findUnique({ where: { id } })) ?? undefined
}

/** False when it is not ours any more, or its volume is gone. */
export async function beat(
  db: Pick<Db, 'volumeTransfer'>,
  held: Held,
  { moved, now }: { readonly moved: number; readonly now: Date },
): Promise<boolean> {
  const data = { movedBytes: BigInt(moved), beatAt: now }
  return (await db.volumeTransfer.updateMany({ where: ours(held), data })).count > 0
}

/** Nothing when it is not ours any more. When it was last worked at stays: a turn goes by that. */
export async function tryLater(
  db: Pick<Db, 'volumeTransfer'>,
  held: Held,
  { notBefore, reason }: { readonly notBefore: Date; readonly reason: string | null },
): Promise<void> {
  const data = { state: 'waiting', holder: null, notBefore, reason }
  await db.volumeTransfer.updateMany({ where: ours(held), data })
}

export function ours({ id, holder }: Held) {
  return { id, holder, state: 'running' }
}
