import { BerthError } from '@berth/core'
import { type Db, Prisma, type Sandbox, type Tx } from '@berth/db'
import { refuseTooOften } from '../claim/rate.ts'
import { isNext } from '../claim/is-next.ts'
import { takeSpare } from '../claim/take-spare.ts'
import { tell } from '../events/tell.ts'
import { dropOthers } from '../keep/drop-others.ts'
import { wakeNodes } from '../keep/wake-nodes.ts'
import { type Rest, writeWish } from '../keep/wish.ts'
import type { Touched } from '../keep/write-steps.ts'
import type { Wake } from '../ports.ts'
import { specOf } from '../rows.ts'
import { refuseLoop } from './refuse-loop.ts'

export type ChangeContext = { readonly db: Db; readonly queues: Wake; readonly now: () => Date }

/** Who asks, of a sandbox that was looked up with their rights. */
export type Asked = { readonly sandbox: Sandbox; readonly by: string }

const CONTAINER_WISH = { frozen: 'paused', stopped: 'stopped' } as const

/** Paused, or ended, by somebody. Nobody waits for the node. Errors: sandbox.not_ready, sandbox.too_often. */
export async function rest(
  { db, queues, now }: ChangeContext,
  { sandbox, by }: Asked,
  wanted: Rest,
): Promise<void> {
  const touched = await inSandbox(db, sandbox.id, async (tx, row) => {
    if (row.state === 'ended' || row.state === wanted) return []
    if (wanted !== 'ended') {
      refuseUnless(row, ['running', 'frozen'])
      await refuseLoop(tx, row.id, { kind: 'rest', now: now() })
    }
    await writeWish(tx, row, { wanted, reason: { kind: 'asked', by }, by, now: now() })
    if (wanted !== 'frozen' && wanted !== 'stopped') return []
    return desireAll(tx, row, CONTAINER_WISH[wanted])
  })
  await wakeNodes(queues, touched)
}

/** On again from where it was: held in memory at once, else by its turn. Errors: sandbox.over, sandbox.too_often. */
export async function resume({ db, queues, now }: ChangeContext, { sandbox, by }: Asked): Promise<void> {
  const touched = await inSandbox(db, sandbox.id, async (tx, row) => {
    const at = now()
    if (row.wanted === 'running') return []
    if (row.state === 'ended' || (row.expiresAt !== null && row.expiresAt <= at)) throw over()
    await refuseLoop(tx, row.id, { kind: 'rest', now: at })
    const isFrozen = row.state === 'frozen'
    // what is archived has lost its containers, and is set up again
    const anew = row.state === 'archived' || row.state === 'failed'
    await tx.sandbox.update({
      where: { id: row.id },
      data: {
        ...{
          wanted: 'running',
          wantedBy: by,
          requestedAt: at,
          activeAt: at,
          seenAt: at,
          reason: Prisma.DbNull,
        },
        state: isFrozen ? 'starting' : 'queued',
        ...(anew && { readyAt: null, setupAt: null, cleanupAt: null, cleanedAt: null }),
      },
    })
    await tell(tx, [{ sandbox: row, type: 'resumed', by }])
    return isFrozen ? desireAll(tx, row, 'running') : []
  })
  await wakeNodes(queues, touched)
}

/** One step of overtime, never beyond the deadline. Errors: sandbox.over, sandbox.no_overtime. */
export function extend({ db, now }: ChangeContext, { sandbox, by }: Asked): Promise<void> {
  return inSandbox(db, sandbox.id, async (tx, row) => {
    const { expiresAt, deadlineAt } = row
    if (expiresAt === null || deadlineAt === null || row.state === 'ended') {
      throw new BerthError('sandbox.not_ready', 'its time has not begun')
    }
    if (expiresAt <= now()) throw over()
    if (expiresAt >= deadlineAt) {
      throw new BerthError('sandbox.no_overtime', 'it has all the time that its lab gives')
    }
    const { times } = specOf(await tx.labVersion.findUniqueOrThrow({ where: { id: row.versionId } }))
    const later = new Date(Math.min(expiresAt.getTime() + times.overtime * 1000, deadlineAt.getTime()))
    await tx.sandbox.update({
      where: { id: row.id },
      data: { expiresAt: later, extensions: { increment: 1 } },
    })
    await tell(tx, [{ sandbox: row, type: 'extended', by, data: { until: later.toISOString() } }])
  })
}

/**
 * From the beginning, with what was there kept until the next reset: by a spare that is ready, where nobody waits for one,
 * at once. Errors: sandbox.over, sandbox.too_often.
 */
export function reset({ db, now }: ChangeContext, { sandbox, by }: Asked): Promise<void> {
  return inSandbox(db, sandbox.id, async (tx, row) => {
    if (row.state === 'ended' || (row.expiresAt !== null && row.expiresAt <= now())) throw over()
    if (row.kind === 'copy') throw new BerthError('sandbox.not_ready', 'a copy is made anew instead')
    await refuseResets(tx, row, now())
    const parts = await partsOf(tx, row.id)
    await dropOthers(tx, row)
    const attempt = Math.max(row.attempt, ...parts.map((part) => part.attempt)) + 1
    await beginTry(tx, row, { attempt, isNew: true, now: now() })
    const isReady = row.kind === 'lesson' && (await beginBySpare(tx, { ...row, attempt }, now()))
    await tell(tx, [{ sandbox: row, type: 'reset', by }])
    if (isReady) await tell(tx, [{ sandbox: row, type: 'ready' }])
  })
}

/** The state before the last reset, or before this was asked for. Error: sandbox.nothing_to_undo. */
export function undoReset({ db, now }: ChangeContext, { sandbox, by }: Asked): Promise<void> {
  return inSandbox(db, sandbox.id, async (tx, row) => {
    if (row.state === 'ended' || (row.expiresAt !== null && row.expiresAt <= now())) throw over()
    await refuseResets(tx, row, now())
    const [other] = (await partsOf(tx, row.id)).filter(({ attempt }) => attempt !== row.attempt)
    if (!other) throw new BerthError('sandbox.nothing_to_undo', 'no earlier state of it is kept')
    await beginTry(tx, row, { attempt: other.attempt, isNew: false, now: now() })
    await tell(tx, [{ sandbox: row, type: 'reset-undone', by }])
  })
}

async function refuseResets(tx: Tx, { userId, tenantId }: Sandbox, now: Date): Promise<void> {
  if (userId !== null) await refuseTooOften(tx, { userId, tenantId, type: 'reset', now })
}

async function beginBySpare(tx: Tx, row: Sandbox, now: Date): Promise<boolean> {
  if (!(await isNext(tx, row))) return false
  const where = { id: row.versionId }
  const { times } = specOf(await tx.labVersion.findUniqueOrThrow({ where, select: { spec: true } }))
  return takeSpare(tx, row, { now, times })
}

/** Tries that are kept, newest first. */
async function partsOf(tx: Pick<Tx, 'container'>, sandboxId: string): Promise<{ attempt: number }[]> {
  return tx.container.findMany({
    where: { sandboxId, desired: { not: 'removed' } },
    select: { attempt: true },
    distinct: ['attempt'],
    orderBy: { attempt: 'desc' },
  })
}

async function beginTry(
  tx: Tx,
  { id }: Sandbox,
  { attempt, isNew, now }: { readonly attempt: number; readonly isNew: boolean; readonly now: Date },
): Promise<void> {
  const begun = isNew ? null : now
  await tx.sandbox.update({
    where: { id },
    data: {
      ...{ attempt, wanted: 'running', state: 'queued', requestedAt: now, reason: Prisma.DbNull },
      ...{ readyAt: begun, setupAt: begun, activeAt: now, seenAt: now, throttledAt: null, busySince: null },
      ...{ cleanupAt: null, cleanedAt: null },
    },
  })
}

async function desireAll(tx: Tx, { id, attempt }: Sandbox, desired: string): Promise<Touched[]> {
  const rows = await tx.container.updateManyAndReturn({
    where: { sandboxId: id, attempt, desired: { notIn: [desired, 'removed'] } },
    data: { desired, generation: { increment: 1 } },
    select: { id: true, nodeId: true, generation: true },
  })
  return rows.map(({ id: containerId, nodeId, generation }) => ({ containerId, nodeId, generation }))
}

/** The row as it is now, which nobody else changes meanwhile. */
function inSandbox<T>(db: Db, id: string, work: (tx: Tx, row: Sandbox) => Promise<T>): Promise<T> {
  return db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT id FROM "Sandbox" WHERE id = ${id} FOR UPDATE`
      return work(tx, await tx.sandbox.findUniqueOrThrow({ where: { id } }))
    },
    { maxWait: 20_000, timeout: 20_000 },
  )
}

export function refuseUnless({ state }: Sandbox, states: readonly string[]): void {
  if (!states.includes(state)) throw new BerthError('sandbox.not_ready', `the sandbox is ${state}`)
}

function over(): BerthError {
  return new BerthError('sandbox.over', 'its time is over')
}
