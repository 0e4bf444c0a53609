import type { Db } from '@berth/db'
import type { ResultsView } from '@berth/protocol'
import type { InCourse } from '../course-caller.ts'
import { toMemberView } from '../members/member-view.ts'
import { distinctTitles } from './distinct-titles.ts'
import { labChecks } from './lab-checks.ts'
import { type Newest, sum, sumLab } from './sum-results.ts'

/** Every student in every lab of the course. */
export async function readResults(db: Db, { course }: InCourse): Promise<ResultsView> {
  const [labs, members, results] = await Promise.all([
    readLabs(db, course.id),
    db.courseMember.findMany({
      where: { courseId: course.id, role: 'student', removedAt: null },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    }),
    newestResults(db, course.id),
  ])
  const found = groupResults(results)
  const titles = distinctTitles(labs)
  return {
    labs: labs.map(({ id, labId, checks }) => {
      return { id, title: titles.get(labId) ?? checks.title, points: sum(checks.checks) }
    }),
    students: members.map((member) => {
      const each = labs.map(({ id, labId, checks }) =>
        sumLab(id, checks, found.get(`${member.id} ${labId}`) ?? new Map()),
      )
      return { member: toMemberView(member), labs: each, points: sum(each) }
    }),
  }
}

/** Labs of a course with the checks of their newest version. */
export async function readLabs(db: Db, courseId: string) {
  const rows = await db.courseLab.findMany({
    where: { courseId },
    include: {
      lab: {
        include: {
          versions: {
            where: { state: 'ready' },
            orderBy: { number: 'desc' },
            take: 1,
            select: { spec: true },
          },
        },
      },
    },
    orderBy: { position: 'asc' },
  })
  return rows.map(({ lab, ...row }) => ({
    ...row,
    name: lab.name,
    ready: lab.versions.length > 0,
    checks: labChecks(lab.versions[0]?.spec, lab.title),
  }))
}

/** Of each student, lab and check the newest. */
export async function newestResults(db: Db, courseId: string): Promise<Newest[]> {
  return db.$queryRaw<Newest[]>`
    SELECT DISTINCT ON (r."memberId", r."labId", r.name)
      r."memberId", r."labId", r.name, r.passed, r.message, r.at
    FROM "CheckResult" r JOIN "CourseMember" m ON m.id = r."memberId"
    WHERE m."courseId" = ${courseId}
    ORDER BY r."memberId", r."labId", r.name, r.at DESC, r.id DESC`
}

/** By student and lab, then by the name of the check. */
export function groupResults(results: readonly Newest[]): Map<string, Map<string, Newest>> {
  const found = new Map<string, Map<string, Newest>>()
  for (const result of results) {
    const key = `${result.memberId} ${result.labId}`
    const checks = found.get(key) ?? new Map<string, Newest>()
    found.set(key, checks.set(result.name, result))
  }
  return found
}
