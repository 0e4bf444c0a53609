import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { TryView } from '@berth/protocol'
import type { InCourse } from '../course-caller.ts'
import type { ClassTry } from './export/export-history.ts'
import { distinctTitles } from './distinct-titles.ts'
import { readLabs } from './read-results.ts'

const MOST_SHOWN = 500
const MOST_EXPORTED = 50_000

const WHO = { name: true, email: true, group: true, externalId: true } as const

const SHOWN = {
  ...{ id: true, name: true, passed: true, message: true, output: true, by: true, at: true },
} as const

/** What the checks of one lab said of one student, each time, newest first. Errors: course.lab_not_found, course.member_not_found. */
export async function readTries(
  db: Db,
  { course }: InCourse,
  { member, lab }: { readonly member: string; readonly lab: string },
): Promise<TryView[]> {
  const known = (await readLabs(db, course.id)).find(({ id }) => id === lab)
  if (!known) throw new BerthError('course.lab_not_found', `the course has no lab ${lab}`)
  const student = await db.courseMember.findFirst({ where: { id: member, courseId: course.id } })
  if (!student) throw new BerthError('course.member_not_found', `the course has nobody ${member}`)
  const rows = await db.checkResult.findMany({
    where: { memberId: member, labId: known.labId, sandbox: { courseId: course.id } },
    ...{ select: SHOWN, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: MOST_SHOWN },
  })
  const titles = titlesOf(known.checks)
  return rows.map(({ name, ...row }) => ({ ...row, name, title: titles.get(name) ?? name }))
}

/** Of all students and labs, newest first, as far as a file holds them. */
export async function readClassTries(db: Db, { course }: InCourse): Promise<ClassTry[]> {
  const known = await readLabs(db, course.id)
  const labs = new Map(known.map((lab) => [lab.labId, lab.checks]))
  const heads = distinctTitles(known)
  const rows = await db.checkResult.findMany({
    where: {
      ...{ labId: { in: [...labs.keys()] }, sandbox: { courseId: course.id } },
      member: { courseId: course.id, role: 'student' },
    },
    select: {
      name: true,
      passed: true,
      message: true,
      by: true,
      at: true,
      labId: true,
      member: { select: WHO },
    },
    ...{ orderBy: [{ at: 'desc' }, { id: 'desc' }], take: MOST_EXPORTED },
  })
  return rows.flatMap(({ member, labId, name, ...row }) => {
    const lab = labs.get(labId)
    if (!member || !lab) return []
    const title = titlesOf(lab).get(name) ?? name
    return [{ ...row, member, lab: heads.get(labId) ?? lab.title, title }]
  })
}

function titlesOf({
  checks,
}: {
  readonly checks: readonly { readonly name: string; readonly title: string }[]
}) {
  return new Map(checks.map(({ name, title }) => [name, title]))
}
