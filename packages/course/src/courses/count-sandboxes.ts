import type { Db, Prisma } from '@berth/db'

export type SandboxCounts = {
  /** at work, or about to be */
  readonly running: number
  /** frozen: they keep their place and do nothing */
  readonly paused: number
}

const LIVE_STATES = ['queued', 'starting', 'running', 'frozen']

/** Those that take room or wait for it, by course or by lab of a course. */
export async function countSandboxes(
  db: Db,
  by: 'courseId' | 'courseLabId',
  where: Prisma.SandboxWhereInput,
): Promise<(id: string) => SandboxCounts> {
  const rows = await db.sandbox.groupBy({
    by: ['courseId', 'courseLabId', 'state'],
    where: { ...where, state: { in: LIVE_STATES } },
    _count: { _all: true },
  })
  return (id) => {
    const of = rows.filter((row) => row[by] === id)
    const frozen = of.filter(({ state }) => state === 'frozen')
    const paused = sum(frozen)
    return { running: sum(of) - paused, paused }
  }
}

function sum(rows: readonly { readonly _count: { readonly _all: number } }[]): number {
  return rows.reduce((count, { _count }) => count + _count._all, 0)
}
