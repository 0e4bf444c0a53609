import { newId } from '@berth/core'
import type { Db } from '@berth/db'
import type { ClassMessageView } from '@berth/protocol'
import { z } from 'zod'
import { callOut } from '../../events/tell.ts'
import type { InClass } from '../change-all.ts'

export const MESSAGE_LENGTH = 2000
const SHOWN = 20

const contentSchema = z.object({ text: z.string() })

/** Writes to all of these that are of the course; each page shows it until its student has read it. Audited without its text. */
export async function sendMessage(
  db: Db,
  { course, by, ip }: InClass,
  { text, ids }: { readonly text: string; readonly ids: readonly string[] },
): Promise<{ count: number }> {
  const { id: courseId, tenantId } = course
  return db.$transaction(async (tx) => {
    const found = await tx.sandbox.findMany({
      where: {
        ...{ id: { in: [...ids] }, courseId, kind: 'lesson', userId: { not: null } },
        state: { not: 'ended' },
      },
      select: { id: true },
    })
    const broadcastId = newId('broadcast')
    const content = { text: text.toWellFormed().replaceAll('\0', '') }
    await tx.broadcast.create({
      data: { id: broadcastId, tenantId, courseId, kind: 'message', content, createdBy: by },
    })
    await tx.broadcastResult.createMany({
      data: found.map(({ id: sandboxId }) => ({ tenantId, broadcastId, sandboxId })),
    })
    const entry = { tenantId, by, ip, action: 'class.message', target: course.name }
    const data = { count: found.length }
    await tx.audit.create({ data: { id: newId('audit'), outcome: 'allowed', ...entry, data } })
    await callOut(
      tx,
      found.map(({ id }) => id),
    )
    return data
  })
}

/** What was written to the class, newest first, and how many have read it. */
export async function listMessages(db: Db, courseId: string): Promise<ClassMessageView[]> {
  const rows = await db.broadcast.findMany({
    ...{ where: { courseId, kind: 'message' }, orderBy: { createdAt: 'desc' }, take: SHOWN },
    include: { results: { select: { state: true } } },
  })
  return rows.map(({ id, content, createdBy: by, createdAt: at, results }) => ({
    ...{ id, by, at, text: contentSchema.parse(content).text },
    to: results.length,
    read: results.filter(({ state }) => state === 'done').length,
  }))
}
