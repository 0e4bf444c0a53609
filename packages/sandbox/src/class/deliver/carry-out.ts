import { setTimeout as pause } from 'node:timers/promises'
import { toBerthError } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import { callOut, tell } from '../../events/tell.ts'
import type { NodeFiles, Scripts } from '../../ports.ts'
import { deliverOne } from './deliver-one.ts'
import type { Delivered } from './deliver-place.ts'
import type { Due } from './take-due.ts'

type Context = {
  readonly db: Db
  readonly scripts: Scripts
  readonly files: NodeFiles
  readonly now: () => Date
}

const TRIES = 5
const AGAIN_MS = 2_000
const TRANSACTION = { maxWait: 20_000, timeout: 20_000 } as const

/** Carries out what one sandbox is due, and notes what became of it. False: it is to be tried again later. */
export async function carryOut(context: Context, due: Due, closing: AbortSignal): Promise<boolean> {
  const delivered = await attempt(context, due, closing)
  await keep(context, due, { delivered, closing })
  return delivered !== 'again'
}

async function attempt(context: Context, due: Due, closing: AbortSignal): Promise<Delivered | 'again'> {
  for (let left = TRIES; ; left--) {
    try {
      return await deliverOne(context, due)
    } catch (thrown) {
      const { code } = toBerthError(thrown)
      if (code === 'node.unreachable' || code === 'sandbox.not_ready') return 'again' // when it is back
      if (isLost(code))
        return due.kind === 'file' ? 'again' : { state: 'failed', error: 'sandbox.interrupted' }
      const mayWait = code === 'container.busy' && left > 1 && !closing.aborted
      if (!mayWait) return { state: 'failed', error: code }
    }
    await pause(AGAIN_MS)
  }
}

/** What was carried out is not told as interrupted because the database was away for a moment. */
async function keep(
  { db, now }: Context,
  due: Due,
  { delivered, closing }: { readonly delivered: Delivered | 'again'; readonly closing: AbortSignal },
): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      return await db.$transaction((tx) => note(tx, due, { delivered, now: now() }), TRANSACTION)
    } catch (thrown) {
      if (left <= 1 || closing.aborted) throw thrown
    }
    await pause(AGAIN_MS)
  }
}

/** Its node's stream ended in the middle. */
function isLost(code: string): boolean {
  return code === 'protocol.disconnected' || code === 'protocol.timeout'
}

async function note(
  tx: Tx,
  { broadcastId, sandboxId, tenantId, kind }: Due,
  { delivered, now }: { readonly delivered: Delivered | 'again'; readonly now: Date },
): Promise<void> {
  const where = { broadcastId, sandboxId, state: 'running' }
  if (delivered === 'again') {
    await tx.broadcastResult.updateMany({ where, data: { state: 'waiting' } })
    return
  }
  const { count } = await tx.broadcastResult.updateMany({ where, data: { ...delivered, at: now } })
  if (count === 0) return
  const { courseId, createdBy } = await tx.broadcast.findUniqueOrThrow({ where: { id: broadcastId } })
  const sandbox = { id: sandboxId, tenantId, courseId }
  if (delivered.state === 'failed' && kind === 'file') return callOut(tx, [sandboxId])
  const type = kind === 'file' ? 'file-received' : 'command-ran'
  const data = { broadcast: broadcastId, ...(delivered.path !== undefined && { path: delivered.path }) }
  await tell(tx, [{ sandbox, type, by: createdBy, data }])
}
