import { newId } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import { tell } from '../events/tell.ts'
import { NOT_ASKED } from '../keep/wish.ts'
import { type Asked, refuseUnless } from './change.ts'
import { refuseLoop } from './refuse-loop.ts'

/** Somebody who teaches, of a sandbox that was looked up with their rights. */
export type TeachingAsked = Asked & { readonly userId: string; readonly ip: string | null }

type Context = { readonly db: Db; readonly now: () => Date }

/** Asks its owner to type beside them. Once more changes nothing; of two that ask the later one counts. Errors: sandbox.not_ready, sandbox.too_often. */
export async function askToDrive({ db, now }: Context, asked: TeachingAsked): Promise<void> {
  const { sandbox, by, userId } = asked
  refuseUnless(sandbox, ['running'])
  await db.$transaction(async (tx) => {
    await refuseLoop(tx, sandbox.id, { kind: 'drive', now: now() })
    const { count } = await tx.sandbox.updateMany({
      where: {
        ...{ id: sandbox.id, state: 'running' },
        AND: [unlike('driveAskedBy', userId), unlike('driverId', userId)],
      },
      data: { driveAskedBy: userId, driveAskedAt: now() },
    })
    if (count === 0) return
    await tell(tx, [{ sandbox, type: 'drive-asked', by }])
    await audit(tx, asked, 'sandbox.drive_asked')
  })
}

/** Takes back what was asked, and what was allowed. */
export async function stopDriving({ db }: Context, asked: TeachingAsked): Promise<void> {
  const { sandbox, by, userId } = asked
  await db.$transaction(async (tx) => {
    const { id } = sandbox
    const asking = await tx.sandbox.updateMany({ where: { id, driveAskedBy: userId }, data: NOT_ASKED })
    const driving = await tx.sandbox.updateMany({ where: { id, driverId: userId }, data: { driverId: null } })
    if (asking.count + driving.count > 0) await tell(tx, [{ sandbox, type: 'drive-ended', by }])
  })
}

/** Who may type into it beside its owner, by the owner's consent; null: nobody, which is always possible. Error: sandbox.too_often. */
export async function setDriver(
  { db, now }: Context,
  asked: Asked & { readonly ip: string | null },
  driverId: string | null,
): Promise<void> {
  const { sandbox, by } = asked
  await db.$transaction(async (tx) => {
    if (driverId !== null) await refuseLoop(tx, sandbox.id, { kind: 'drive', now: now() })
    const { id } = sandbox
    const isOpen = { OR: [{ driverId: { not: null } }, { driveAskedBy: { not: null } }] }
    const { count } = await tx.sandbox.updateMany({
      where: { id, ...(driverId === null && isOpen) },
      data: { driverId, ...NOT_ASKED },
    })
    if (count === 0) return
    await tell(tx, [{ sandbox, type: driverId === null ? 'drive-ended' : 'drive-allowed', by }])
    if (driverId !== null) await audit(tx, asked, 'sandbox.drive_allowed')
  })
}

/** also where there is none */
function unlike(column: 'driveAskedBy' | 'driverId', userId: string) {
  return { OR: [{ [column]: null }, { [column]: { not: userId } }] }
}

async function audit(
  tx: Pick<Tx, 'audit'>,
  { sandbox, by, ip }: Asked & { readonly ip: string | null },
  action: string,
): Promise<void> {
  const { tenantId, id: target } = sandbox
  await tx.audit.create({
    data: { id: newId('audit'), outcome: 'allowed', tenantId, by, ip, action, target },
  })
}
