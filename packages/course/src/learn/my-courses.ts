import { parseCoursePart } from '@berth/core'
import type { Course, Db } from '@berth/db'
import type { MyCourseView, MyLabView } from '@berth/protocol'
import { groupResults, newestResults, readLabs } from '../results/read-results.ts'
import { labWords } from '../results/lab-checks.ts'
import { sumLab } from '../results/sum-results.ts'
import { labWindow } from './lab-window.ts'

/** The courses that a person is in, with what they have done: a student's home. */
export async function readMyCourses(
  db: Db,
  { userId, language }: Reader,
  now: Date,
): Promise<MyCourseView[]> {
  const rows = await db.courseMember.findMany({
    where: { userId, removedAt: null },
    include: { course: true },
    orderBy: { joinedAt: 'desc' },
    take: MOST_SHOWN,
  })
  return Promise.all(
    rows.map(({ id, role, course }) => readOne(db, { id, userId, role, language }, course, now)),
  )
}

/** `language`: that labs are shown in, where they know it */
type Reader = { readonly userId: string; readonly language: string }

const MOST_SHOWN = 50

async function readOne(
  db: Db,
  member: Reader & { id: string; role: string },
  course: Course,
  now: Date,
): Promise<MyCourseView> {
  const { id, title, description, startsAt, endsAt, archivedAt } = course
  const over = archivedAt !== null || (endsAt !== null && endsAt <= now)
  const labs = await readMyLabs(db, member, course, now)
  return { id, title, description, part: parseCoursePart(member.role), startsAt, endsAt, over, labs }
}

async function readMyLabs(
  db: Db,
  member: Reader & { id: string },
  course: Course,
  now: Date,
): Promise<MyLabView[]> {
  const [labs, results, sandboxes] = await Promise.all([
    readLabs(db, course.id),
    newestResults(db, course.id),
    db.sandbox.findMany({
      where: {
        courseId: course.id,
        userId: member.userId,
        kind: 'lesson',
        state: { notIn: ['ended', 'failed'] },
      },
      select: { id: true, labId: true, state: true, expiresAt: true },
      orderBy: { requestedAt: 'desc' },
    }),
  ])
  const found = groupResults(results.filter(({ memberId }) => memberId === member.id))
  return labs
    .filter(({ ready }) => ready)
    .map((lab) => {
      const { checks } = sumLab(lab.id, lab.checks, found.get(`${member.id} ${lab.labId}`) ?? new Map())
      const sandbox = sandboxes.find(({ labId }) => labId === lab.labId)
      const { title, description } = labWords(lab.checks, member.language)
      return {
        ...{ id: lab.id, title, description, ...labWindow(course, lab, now) },
        sandbox: sandbox ? { id: sandbox.id, state: sandbox.state, expiresAt: sandbox.expiresAt } : null,
        passed: checks.filter(({ passed }) => passed).length,
        checks: checks.length,
      }
    })
}
