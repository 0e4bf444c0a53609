import { BerthError, newId } from '@berth/core'
import type { Db } from '@berth/db'
import type { RosterPreview } from '@berth/protocol'
import { audit, type InCourse } from '../course-caller.ts'
import { MOST_MEMBERS } from '../join/join-course.ts'
import { planRoster } from './plan-roster.ts'
import { readRoster } from './read-roster.ts'

/** What taking a list would do; nothing is changed. */
export async function previewRoster(db: Db, at: InCourse, csv: string): Promise<RosterPreview> {
  const known = await db.courseMember.findMany({ where: { courseId: at.course.id } })
  return planRoster(readRoster(csv), known)
}

/** All of a list or nothing of it. Errors: course.roster_invalid, course.full. */
export async function importRoster(
  db: Db,
  at: InCourse,
  csv: string,
): Promise<{ added: number; changed: number }> {
  const { course } = at
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM "Course" WHERE id = ${course.id} FOR UPDATE` // two lists go one after the other
    const known = await tx.courseMember.findMany({ where: { courseId: course.id } })
    const { lines, problems } = planRoster(readRoster(csv), known)
    if (problems.length > 0) {
      const [first] = problems
      throw new BerthError(
        'course.roster_invalid',
        `line ${first?.line}${first?.column ? `, column ${first.column}` : ''} of the list is wrong: ${first?.kind}`,
        {
          details: { problems: problems.slice(0, 100) },
        },
      )
    }
    const added = lines.filter(({ change }) => change === 'new')
    const changed = lines.filter(({ change }) => change === 'changed')
    if (known.length + added.length > MOST_MEMBERS) {
      throw new BerthError('course.full', `a course has at most ${MOST_MEMBERS} people`)
    }
    const of = { tenantId: course.tenantId, courseId: course.id, role: 'student' }
    await tx.courseMember.createMany({
      data: added.map(({ name, email, group, externalId }) => ({
        ...{ id: newId('member'), ...of },
        ...{ name, email, group, externalId },
      })),
      skipDuplicates: true, // somebody joined by the link at this moment
    })
    for (const { email, name, group, externalId } of changed) {
      const given = { ...(group && { group }), ...(externalId && { externalId }) }
      await tx.courseMember.updateMany({ where: { courseId: course.id, email }, data: { name, ...given } })
    }
    await audit(tx, at, 'course.roster_taken', { added: added.length, changed: changed.length })
    return { added: added.length, changed: changed.length }
  }, IMPORT)
}

/** A lecture hall's list on a machine that is busy. */
const IMPORT = { maxWait: 10_000, timeout: 30_000 } as const
