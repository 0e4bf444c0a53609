import type { Sandbox, Tx } from '@berth/db'

/** Nobody else of this lab waits: those who do are given the spares first. */
export async function isNext(
  tx: Pick<Tx, 'sandbox'>,
  { id, courseLabId }: Pick<Sandbox, 'id' | 'courseLabId'>,
): Promise<boolean> {
  const first = await tx.sandbox.findFirst({
    where: { courseLabId, state: 'queued', userId: { not: null }, id: { not: id } },
    select: { id: true },
  })
  return first === null
}
