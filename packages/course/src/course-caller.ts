import { newId, type CoursePart } from '@berth/core'
import type { Course, Prisma, Tx } from '@berth/db'

/** A course, and who acts in it, authorised already. */
export type InCourse = {
  readonly course: Course
  readonly part: CoursePart
  /** e-mail or `token:<name>`, for "by" columns */
  readonly by: string
  readonly ip: string | null
}

/** In the tenant's audit, within the transaction that does it. */
export async function audit(
  tx: Pick<Tx, 'audit'>,
  { course, by, ip }: InCourse,
  action: string,
  data: Prisma.InputJsonObject = {},
): Promise<void> {
  const entry = { tenantId: course.tenantId, by, ip, action, target: course.name, outcome: 'allowed', data }
  await tx.audit.create({ data: { id: newId('audit'), ...entry } })
}
