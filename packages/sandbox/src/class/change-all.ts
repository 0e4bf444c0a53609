import { newId, toBerthError } from '@berth/core'
import type { Course, Db, Sandbox } from '@berth/db'
import type { ClassOutcome } from '@berth/protocol'
import type { SandboxService } from '../service/create-sandbox-service.ts'

/** What is done to many at once. The last three are for teachers alone. */
export const HELPING_ACTS = ['pause', 'resume', 'extend'] as const
export const TEACHING_ACTS = ['reset', 'undoReset', 'end'] as const
export type ClassAct = (typeof HELPING_ACTS)[number] | (typeof TEACHING_ACTS)[number]

/** Who acts in which course, authorised already. */
export type InClass = {
  readonly course: Pick<Course, 'id' | 'tenantId' | 'name'>
  readonly by: string
  readonly ip: string | null
}

const AT_ONCE = 4

/** One after the other, and what failed for one is told and does not hold up the others. Other courses' ids are passed over. */
export async function changeAll(
  { db, sandboxes }: { readonly db: Db; readonly sandboxes: Pick<SandboxService, ClassAct> },
  at: InClass,
  { act, ids }: { readonly act: ClassAct; readonly ids: readonly string[] },
): Promise<ClassOutcome[]> {
  const { course, by, ip } = at
  const rows = await db.sandbox.findMany({
    where: { id: { in: [...ids] }, courseId: course.id, kind: 'lesson', userId: { not: null } },
    orderBy: { id: 'asc' },
  })
  const outcomes: ClassOutcome[] = []
  const waiting = [...rows]
  const work = async () => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      outcomes.push(await changeOne(sandboxes, act, { sandbox: row, by }))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const data = { asked: ids.length, done: outcomes.filter(({ ok }) => ok).length }
  const entry = { tenantId: course.tenantId, by, ip, action: `class.${act}`, target: course.name, data }
  await db.audit.create({ data: { id: newId('audit'), outcome: 'allowed', ...entry } })
  return outcomes
}

async function changeOne(
  sandboxes: Pick<SandboxService, ClassAct>,
  act: ClassAct,
  asked: { readonly sandbox: Sandbox; readonly by: string },
): Promise<ClassOutcome> {
  const { id } = asked.sandbox
  try {
    await sandboxes[act](asked)
    return { sandbox: id, ok: true }
  } catch (thrown) {
    return { sandbox: id, ok: false, code: toBerthError(thrown).code }
  }
}
