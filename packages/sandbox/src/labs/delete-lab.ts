import { BerthError, newId } from '@berth/core'
import { type Db, recordEvent } from '@berth/db'
import { findLab } from './find-lab.ts'
import { inLabs } from './in-labs.ts'
import type { Caller } from './ports.ts'

const OVER = ['ended', 'failed']

/**
 * Nothing new starts of it from then on. Errors: lab.not_found; lab.in_use, while a course has it or somebody's files
 * are there.
 */
export async function deleteLab(
  { db, now }: { readonly db: Db; readonly now: Date },
  { tenant, by, ip = null, name }: Caller & { readonly name: string },
): Promise<void> {
  await inLabs(db, tenant.id, async (tx) => {
    const lab = await findLab(tx, tenant.id, name)
    const courses = await tx.courseLab.findMany({
      where: { labId: lab.id, course: { archivedAt: null } },
      select: { course: { select: { name: true } } },
    })
    const sandboxes = await tx.sandbox.count({ where: { labId: lab.id, state: { notIn: OVER } } })
    if (courses.length + sandboxes > 0)
      throw inUse(
        name,
        courses.map(({ course }) => course.name),
        sandboxes,
      )
    await tx.lab.update({ where: { id: lab.id }, data: { deletedAt: now } })
    // its images may be collected
    await tx.app.update({ where: { id: lab.appId }, data: { deletedAt: now } })
    await recordEvent(tx, {
      ...{ tenantId: tenant.id, by, type: 'lab.deleted' },
      message: `lab ${name} was deleted`,
      data: { lab: name },
    })
    const entry = { tenantId: tenant.id, by, ip, action: 'lab.deleted', target: name, outcome: 'allowed' }
    await tx.audit.create({ data: { id: newId('audit'), ...entry, data: {} } })
  })
}

function inUse(name: string, courses: readonly string[], sandboxes: number): BerthError {
  const who = [
    ...(courses.length > 0 ? [`is in ${courses.join(', ')}`] : []),
    ...(sandboxes > 0 ? [`has ${sandboxes} sandboxes that are not over`] : []),
  ]
  return new BerthError('lab.in_use', `lab ${name} ${who.join(' and ')}: take it out, or end them, first`, {
    details: { courses, sandboxes },
  })
}
