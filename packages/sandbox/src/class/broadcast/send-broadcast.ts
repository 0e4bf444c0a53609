import { BerthError, newId } from '@berth/core'
import type { Db, Prisma, Tx } from '@berth/db'
import { callOut } from '../../events/tell.ts'
import type { InClass } from '../change-all.ts'
import type { Sending } from './content.ts'

/** `later`: those that do not run now are sent it when they go on, within a day. */
export type Broadcasting = Sending & { readonly ids: readonly string[]; readonly later: boolean }

const TRANSACTION = { maxWait: 20_000, timeout: 20_000 } as const
const LATER_MS = 24 * 60 * 60_000
/** What is sent to those who run waits so long for its turn at most. */
const NOW_MS = 10 * 60_000
const RATE = { ms: 10 * 60_000, course: 30, tenant: 120 } as const
/** of one course, with what became of them */
const MOST_KEPT = 40
export const SENT_KINDS = ['file', 'command']

/**
 * Sends a file or a command to all of these that are of the course; control carries it out, and keeps what became of each.
 * Audited; a command's text stays with what became of it. Error: sandbox.too_often.
 */
export async function sendBroadcast(
  db: Db,
  { course, by, ip }: InClass,
  { ids, later, kind, content }: Broadcasting,
  now: Date,
): Promise<{ id: string; count: number }> {
  const { id: courseId, tenantId } = course
  return db.$transaction(async (tx) => {
    // one after the other: they are counted
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`broadcasts of ${tenantId}`}, 0))`
    await refuseTooMany(tx, { tenantId, courseId }, now)
    const found = await tx.sandbox.findMany({
      where: {
        ...{ id: { in: [...ids] }, courseId, kind: 'lesson', userId: { not: null } },
        state: { not: 'ended' },
      },
      select: { id: true, state: true },
    })
    const id = newId('broadcast')
    const openUntil = new Date(now.getTime() + (later ? LATER_MS : NOW_MS))
    await tx.broadcast.create({
      data: { ...{ id, tenantId, courseId, kind, openUntil }, content, createdBy: by, createdAt: now },
    })
    await tx.broadcastResult.createMany({
      data: found.map(({ id: sandboxId, state }) => ({
        ...{ tenantId, broadcastId: id, sandboxId },
        ...(later || state === 'running' ? {} : { state: 'missed', at: now }),
      })),
    })
    await dropOld(tx, courseId)
    const entry = { tenantId, by, ip, action: `class.${kind}`, target: course.name }
    const data = { count: found.length, broadcast: id, ...(kind === 'file' && { path: content.path }) }
    await tx.audit.create({ data: { id: newId('audit'), outcome: 'allowed', ...entry, data } })
    await callOut(
      tx,
      found.map((one) => one.id),
    )
    return { id, count: found.length }
  }, TRANSACTION)
}

async function refuseTooMany(
  tx: Pick<Tx, 'broadcast'>,
  { tenantId, courseId }: { readonly tenantId: string; readonly courseId: string },
  now: Date,
): Promise<void> {
  const lately = { kind: { in: SENT_KINDS }, createdAt: { gt: new Date(now.getTime() - RATE.ms) } }
  const count = (where: Prisma.BroadcastWhereInput) => tx.broadcast.count({ where: { ...where, ...lately } })
  const isTooMuch = (await count({ courseId })) >= RATE.course || (await count({ tenantId })) >= RATE.tenant
  if (!isTooMuch) return
  throw new BerthError('sandbox.too_often', 'much was sent in the last ten minutes: wait a moment')
}

async function dropOld(tx: Pick<Tx, 'broadcast'>, courseId: string): Promise<void> {
  const old = await tx.broadcast.findMany({
    ...{ where: { courseId, kind: { in: SENT_KINDS } }, orderBy: { createdAt: 'desc' }, skip: MOST_KEPT },
    select: { id: true },
  })
  await tx.broadcast.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } })
}
