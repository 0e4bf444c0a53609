import { newId } from '@berth/core'
import type { Prisma, Tx } from '@berth/db'
import type { SandboxRow } from '../keep/read-sandboxes.ts'
import { writeWish } from '../keep/wish.ts'
import { ACTIVE_STATES, stateOf } from '../rows.ts'
import { isOpen } from './is-open.ts'
import { planPool, type PoolSpare } from './plan-pool.ts'

const INCLUDE = {
  course: { select: { startsAt: true, endsAt: true, archivedAt: true } },
  lab: {
    select: {
      deletedAt: true,
      versions: { where: { state: 'ready' }, orderBy: { number: 'desc' }, take: 1 },
    },
  },
} satisfies Prisma.CourseLabInclude

/** Makes and ends spares; true when some were made. */
export async function fillPools(tx: Tx, rows: readonly SandboxRow[], now: Date): Promise<boolean> {
  const labs = await tx.courseLab.findMany({
    where: {
      OR: [
        { reserved: { gt: 0 } },
        { initial: { gt: 0 } },
        { sandboxes: { some: { userId: null, kind: 'lesson', state: { notIn: ['ended'] } } } },
      ],
    },
    include: INCLUDE,
  })
  const left = await leftOf(tx, rows)
  let made = 0
  for (const lab of labs) {
    const [version] = lab.lab.versions
    const own = rows.filter(({ courseLabId, kind }) => courseLabId === lab.id && kind === 'lesson')
    const spares = own.filter(isSpare)
    const owned = own.filter(({ userId, state }) => userId !== null && isAtWork(state))
    const { warmFrom } = lab
    const claimed = owned.filter(({ claimedAt }) => claimedAt && warmFrom && claimedAt >= warmFrom)
    const plan = planPool(
      {
        ...lab,
        isOpen: lab.lab.deletedAt === null && isOpen(lab, lab.course, now),
        versionId: version?.id ?? null,
      },
      { now, spares: spares.map(spareOf), owned: owned.length, claimed: claimed.length },
    )
    for (const { id } of spares.filter((spare) => plan.end.includes(spare.id))) {
      const spare = { id, tenantId: lab.tenantId, courseId: lab.courseId }
      await writeWish(tx, spare, { wanted: 'ended', reason: { kind: 'spare' }, now })
    }
    const { id: courseLabId, tenantId, labId, courseId } = lab
    const make = Math.min(plan.make, left.get(tenantId) ?? 0)
    if (version && make > 0) {
      const one = { tenantId, labId, courseId, courseLabId, versionId: version.id, requestedAt: now }
      await tx.sandbox.createMany({
        data: Array.from({ length: make }, () => ({ id: newId('sandbox'), ...one })),
      })
      left.set(tenantId, (left.get(tenantId) ?? 0) - make)
      made += make
    }
  }
  return made > 0
}

/** What each tenant may have beside what it has and waits for: spares that can never start would wait in everybody's way. */
async function leftOf(tx: Pick<Tx, 'tenant'>, rows: readonly SandboxRow[]): Promise<Map<string, number>> {
  const tenants = await tx.tenant.findMany({ select: { id: true, sandboxes: true } })
  const taken = Map.groupBy(
    rows.filter(({ state }) => isAtWork(state)),
    ({ tenantId }) => tenantId,
  )
  return new Map(
    tenants.map(({ id, sandboxes }) => [id, Math.max(0, sandboxes - (taken.get(id)?.length ?? 0))]),
  )
}

/** One that failed is made anew, and does not count. */
function isSpare({ userId, state }: SandboxRow): boolean {
  return userId === null && (state === 'queued' || isAtWork(state))
}

function isAtWork(state: string): boolean {
  return state === 'queued' || ACTIVE_STATES.includes(stateOf({ state }))
}

function spareOf({ id, versionId, createdAt }: SandboxRow): PoolSpare {
  return { id, versionId, createdAt }
}
