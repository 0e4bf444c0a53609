import { newId } from '@berth/core'
import type { Db, Prisma, Tx } from '@berth/db'
import { endSpare } from '../keep/end-spare.ts'
import { isOpen } from './is-open.ts'
import { planPool } from './plan-pool.ts'
import { type PoolCounts, readPools } from './read-pools.ts'
import { readTenantsLeft, type TenantLeft } from './tenants-left.ts'
import { PATIENCE } from '../keep/patience.ts'

const INCLUDE = {
  course: { select: { startsAt: true, endsAt: true, archivedAt: true } },
  lab: {
    select: {
      deletedAt: true,
      versions: {
        where: { state: 'ready' },
        orderBy: { number: 'desc' },
        take: 1,
        select: { id: true },
      },
    },
  },
} satisfies Prisma.CourseLabInclude

type PoolLab = Prisma.CourseLabGetPayload<{ include: typeof INCLUDE }>

/** Makes and ends spares, lab by lab: one that cannot be looked at holds up no other. True when some were made. */
export async function fillPools(
  db: Db,
  now: Date,
  onFailure: (courseLabId: string, thrown: unknown) => void,
): Promise<boolean> {
  const labs = await db.courseLab.findMany({
    where: {
      OR: [
        { reserved: { gt: 0 } },
        { initial: { gt: 0 } },
        { sandboxes: { some: { userId: null, kind: 'lesson', state: { not: 'ended' } } } },
      ],
    },
    include: INCLUDE,
  })
  if (labs.length === 0) return false
  const pools = await readPools(
    db,
    labs.map(({ id }) => id),
  )
  const left = await readTenantsLeft(db, [...new Set(labs.map(({ tenantId }) => tenantId))])
  let made = 0
  for (const lab of labs) {
    try {
      made += await fillPool(db, { lab, pool: pools.get(lab.id), left: left.get(lab.tenantId) }, now)
    } catch (thrown) {
      onFailure(lab.id, thrown)
    }
  }
  return made > 0
}

/** How many were made. */
async function fillPool(
  db: Db,
  of: {
    readonly lab: PoolLab
    readonly pool: PoolCounts | undefined
    readonly left: TenantLeft | undefined
  },
  now: Date,
): Promise<number> {
  const { lab, pool, left } = of
  const [version] = lab.lab.versions
  const { spares, owned, claimed } = pool ?? { spares: [], owned: 0, claimed: 0 }
  const plan = planPool(
    {
      ...lab,
      isOpen: lab.lab.deletedAt === null && isOpen(lab, lab.course, now),
      versionId: version?.id ?? null,
    },
    { now, spares, owned, claimed },
  )
  const over = spares.filter((one) => one.hasFailed && isOld(one, now)).map(({ id }) => id)
  for (const id of new Set([...plan.end, ...over]))
    await db.$transaction((tx) => endSpare(tx, id, now), PATIENCE)
  const make = Math.min(plan.make, left?.count ?? 0)
  if (!version || make <= 0) return 0
  await makeSpares(db, lab, { versionId: version.id, make, now })
  if (left) left.count -= make
  return make
}

/** One that failed keeps its place for so long: a lab that always fails is not begun again and again. */
const FAILED_MS = 10 * 60_000

function isOld({ createdAt }: { readonly createdAt: Date }, now: Date): boolean {
  return now.getTime() - createdAt.getTime() > FAILED_MS
}

async function makeSpares(
  db: Pick<Tx, 'sandbox'>,
  lab: PoolLab,
  { versionId, make, now }: { readonly versionId: string; readonly make: number; readonly now: Date },
): Promise<void> {
  const { id: courseLabId, tenantId, labId, courseId } = lab
  const one = { tenantId, labId, courseId, courseLabId, versionId, requestedAt: now }
  await db.sandbox.createMany({
    data: Array.from({ length: make }, () => ({ id: newId('sandbox'), ...one })),
  })
}
