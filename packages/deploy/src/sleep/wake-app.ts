import type { Clock } from '@berth/core'
import { type App, type Db, recordEvent, type Tx } from '@berth/db'
import { inApp } from '../locks.ts'
import type { Wake } from '../ports.ts'
import type { WakeGate } from './wake-gate.ts'

/** What a row says of an app that is awake. Whatever asks for an app to run writes it. */
export const AWAKE = { asleepSince: null } as const

/** Written by what wakes: its visitors are held until it serves, and it does not fall asleep again at once. */
export function woken(now: Date) {
  return { ...AWAKE, wokenAt: now, lastRequestAt: now }
}

/** For a visitor whom the door holds; nothing happens to an app that is awake, or may not be woken again yet. */
export async function wakeForVisitor(
  deps: { readonly db: Db; readonly wake: Wake; readonly gate: WakeGate; readonly clock: Clock },
  appId: string,
): Promise<void> {
  const { db, wake, gate, clock } = deps
  const found = await db.app.findUnique({ where: { id: appId } })
  if (!found?.asleepSince || !gate.mayWake(found)) return
  const isWoken = await inApp(db, appId, async (tx) => {
    const app = await tx.app.findUnique({ where: { id: appId } })
    if (!app?.asleepSince || app.deletedAt) return false
    await tx.app.update({ where: { id: appId }, data: woken(clock.now()) })
    await tellWake(tx, app, null)
    return true
  })
  if (isWoken) await wake.wakeScheduler('app.woken', appId)
}

/** `by`: null for a visitor. */
export async function tellWake(tx: Tx, app: App, by: string | null): Promise<void> {
  await recordEvent(tx, {
    tenantId: app.tenantId,
    type: 'app.woken',
    appId: app.id,
    appName: app.name,
    by,
    message: `app ${app.name} was woken by ${by ?? 'a visitor'}`,
  })
}
