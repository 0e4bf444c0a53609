import { BerthError, newId } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import type { SandboxActor } from '../access.ts'
import { managesCourses } from '../access.ts'
import { tell } from '../events/tell.ts'
import { whyClosed } from '../pool/is-open.ts'
import { ACTIVE_STATES, specOf } from '../rows.ts'
import { isNext } from './is-next.ts'
import { refuseTooOften } from './rate.ts'
import { takeSpare } from './take-spare.ts'

const INCLUDE = {
  course: true,
  lab: {
    select: {
      deletedAt: true,
      versions: {
        where: { state: 'ready' },
        orderBy: { number: 'desc' },
        take: 1,
        select: { id: true, spec: true },
      },
    },
  },
} as const

const TRANSACTION = { maxWait: 20_000, timeout: 20_000 } as const

/** `fresh`: it was not there before. */
export type Started = { readonly id: string; readonly fresh: boolean }

/**
 * Gives somebody their sandbox of a course's lab: the one that they have, a spare one, or a place in the queue. "Full" is
 * never an error. Errors: course.lab_not_found, sandbox.closed, sandbox.one_at_a_time, sandbox.too_often.
 */
export async function startSandbox(
  db: Db,
  actor: SandboxActor,
  courseLabId: string,
  now: Date,
): Promise<Started> {
  const { userId } = actor
  const [lab, member] = await Promise.all([
    db.courseLab.findUnique({ where: { id: courseLabId }, include: INCLUDE }),
    db.courseMember.findFirst({
      where: { userId, removedAt: null, course: { labs: { some: { id: courseLabId } } } },
    }),
  ])
  const isOther = actor.tenantId !== undefined && actor.tenantId !== lab?.tenantId
  if (!lab || isOther || (!member && !(await managesCourses(db, userId, lab.tenantId)))) {
    throw new BerthError('course.lab_not_found', `there is no such lab: ${courseLabId}`)
  }
  const closed = whyClosed(lab, lab.course, now)
  if (closed && (closed === 'over' || member?.role === 'student')) throw labClosed(closed)
  const [version] = lab.lab.deletedAt === null ? lab.lab.versions : []
  if (!version) throw labClosed('not-ready')
  const sandbox = {
    ...{ tenantId: lab.tenantId, labId: lab.labId, versionId: version.id, courseId: lab.courseId },
    ...{ courseLabId, memberId: member?.id ?? null, userId },
  }
  const around = { now, actor, most: lab.course.perStudent, times: specOf(version).times }
  return db.$transaction((tx) => claim(tx, sandbox, around), TRANSACTION)
}

type Wanted = {
  readonly tenantId: string
  readonly labId: string
  readonly versionId: string
  readonly courseId: string
  readonly courseLabId: string
  readonly memberId: string | null
  readonly userId: string
}

async function claim(
  tx: Tx,
  wanted: Wanted,
  around: {
    readonly now: Date
    readonly actor: SandboxActor
    readonly most: number
    readonly times: { readonly expires: number; readonly deadline: number }
  },
): Promise<Started> {
  const { now, actor, most, times } = around
  const { courseId, courseLabId, userId } = wanted
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sandboxes of ${userId} ${courseId}`}, 0))`
  const own = await tx.sandbox.findMany({
    where: { courseId, userId, kind: 'lesson', wanted: { not: 'ended' } },
    select: { id: true, courseLabId: true, state: true, expiresAt: true },
  })
  const mine = own.find((one) => one.courseLabId === courseLabId && !(one.expiresAt && one.expiresAt <= now))
  if (mine) return { id: mine.id, fresh: false }
  const atWork = own.filter(({ state }) => state === 'queued' || ACTIVE_STATES.some((one) => one === state))
  const [other] = atWork
  if (atWork.length >= most && other) throw oneAtATime(other.id)
  await refuseTooOften(tx, { userId, type: 'start', now })
  const sandbox = { id: newId('sandbox'), ...wanted, attempt: 1, requestedAt: now }
  await tx.sandbox.create({ data: sandbox })
  const isClaimed = (await isNext(tx, sandbox)) && (await takeSpare(tx, sandbox, { now, times }))
  await tell(tx, [{ sandbox, type: isClaimed ? 'claimed' : 'queued', by: actor.label }])
  return { id: sandbox.id, fresh: true }
}

function labClosed(why: 'not-yet' | 'over' | 'not-ready'): BerthError {
  return new BerthError('sandbox.closed', `this lab cannot be started now: ${why}`, { details: { why } })
}

function oneAtATime(sandboxId: string): BerthError {
  return new BerthError('sandbox.one_at_a_time', 'another lab of this course runs: end it first', {
    details: { sandboxId },
  })
}
