import { BerthError, newId } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import type { SandboxActor } from '../access.ts'
import { managesCourses } from '../access.ts'
import { tell } from '../events/tell.ts'
import { whyClosed } from '../pool/is-open.ts'
import { ACTIVE_STATES } from '../rows.ts'
import { refuseOver } from './rate.ts'
import { readLesson } from './read-lesson.ts'
import { readOwner } from './read-owner.ts'
import { takeSpare } from './take-spare.ts'

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
  const lesson = await readLesson(db, { userId, courseLabId })
  const isOther = actor.tenantId !== undefined && actor.tenantId !== lesson?.tenantId
  if (
    !lesson ||
    isOther ||
    (lesson.memberId === null && !(await managesCourses(db, userId, lesson.tenantId)))
  ) {
    throw new BerthError('course.lab_not_found', `there is no such lab: ${courseLabId}`)
  }
  const closed = whyClosed(lesson, lesson, now)
  if (closed && (closed === 'over' || lesson.role === 'student')) throw labClosed(closed)
  const { tenantId, labId, courseId, versionId, memberId, times } = lesson
  if (versionId === null || times === null) throw labClosed('not-ready')
  const sandbox = { tenantId, labId, versionId, courseId, courseLabId, memberId, userId }
  const around = { now, actor, most: lesson.perStudent, times }
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
  const { own, started, mostStarts, othersWait } = await readOwner(tx, wanted, now)
  const mine = own.find((one) => one.courseLabId === courseLabId && !(one.expiresAt && one.expiresAt <= now))
  if (mine) return { id: mine.id, fresh: false }
  const atWork = own.filter(({ state }) => state === 'queued' || ACTIVE_STATES.some((one) => one === state))
  const [other] = atWork
  if (atWork.length >= most && other) throw oneAtATime(other.id)
  refuseOver({ count: started, most: mostStarts, what: 'start' })
  const sandbox = { id: newId('sandbox'), ...wanted, attempt: 1, requestedAt: now }
  await writeSandbox(tx, sandbox)
  const isClaimed = !othersWait && (await takeSpare(tx, sandbox, { now, times }))
  await tell(tx, [{ sandbox, type: isClaimed ? 'claimed' : 'queued', by: actor.label }])
  return { id: sandbox.id, fresh: true }
}

async function writeSandbox(
  tx: Pick<Tx, '$executeRaw'>,
  one: Wanted & { readonly id: string; readonly requestedAt: Date },
): Promise<void> {
  const { id, tenantId, labId, versionId, courseId, courseLabId, memberId, userId, requestedAt } = one
  await tx.$executeRaw`
    INSERT INTO "Sandbox" (id, "tenantId", "labId", "versionId", "courseId", "courseLabId", "memberId", "userId",
      "requestedAt", "createdAt")
    VALUES (${id}, ${tenantId}, ${labId}, ${versionId}, ${courseId}, ${courseLabId}, ${memberId}, ${userId},
      ${requestedAt}::timestamp, ${requestedAt}::timestamp)`
}

function labClosed(why: 'not-yet' | 'over' | 'not-ready'): BerthError {
  return new BerthError('sandbox.closed', `this lab cannot be started now: ${why}`, { details: { why } })
}

function oneAtATime(sandboxId: string): BerthError {
  return new BerthError('sandbox.one_at_a_time', 'another lab of this course runs: end it first', {
    details: { sandboxId },
  })
}
