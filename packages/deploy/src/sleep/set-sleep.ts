import { BerthError } from '@berth/core'
import { type App, recordEvent, type Tx } from '@berth/db'
import type { AppView } from '@berth/protocol'
import { z } from 'zod'
import { readApp } from '../app-queries.ts'
import { actOnApp } from '../act-on-app.ts'
import type { AppChange } from '../audit-change.ts'
import type { DeployContext } from '../context.ts'
import type { AppTarget } from '../requests.ts'
import { ACTIVE } from '../active.ts'
import { tellWake, woken } from './wake-app.ts'

const MINUTE = 60
const DAY = 24 * 3600

/** Seconds without a request; null: never. */
export const sleepAfterField = z
  .number()
  .int()
  .min(MINUTE, 'an app falls asleep after a minute at the earliest')
  .max(30 * DAY, 'an app falls asleep after 30 days at the latest')
  .nullable()

export type SleepRequest = AppTarget & { readonly after: number | null }

/** Never wakes an app, and lets none sleep sooner than so long from now. */
export async function setSleep(context: DeployContext, request: SleepRequest): Promise<AppView> {
  const after = sleepAfterField.parse(request.after)
  return act(context, request, { action: 'app.sleep_changed', data: { after } }, async (tx, app, now) => {
    await tx.app.update({ where: { id: app.id }, data: { sleepAfter: after, lastRequestAt: now } })
  })
}

/** At once, whoever visits it: who is there may finish. Errors beside the usual: app.stopped, app.not_running. */
export async function sleepNow(context: DeployContext, target: AppTarget): Promise<AppView> {
  return act(context, target, { action: 'app.slept' }, async (tx, app, now) => {
    if (app.desired !== 'running') {
      throw new BerthError('app.stopped', `app ${app.name} is ${app.desired}: start it before it can sleep`)
    }
    if (!app.releaseId || (await tx.deploy.count({ where: { appId: app.id, ...ACTIVE } })) > 0) {
      throw new BerthError(
        'app.not_running',
        `app ${app.name} has no release that serves, or is being deployed`,
      )
    }
    if (app.asleepSince) return
    await tx.app.update({ where: { id: app.id }, data: { asleepSince: now } })
    await tellSleep(tx, app, `app ${app.name} was put to sleep by ${target.by}`, target.by)
  })
}

/** Nothing happens to an app that is awake. */
export async function wakeByHand(context: DeployContext, target: AppTarget): Promise<AppView> {
  return act(context, target, { action: 'app.woken' }, async (tx, app, now) => {
    if (!app.asleepSince) return
    await tx.app.update({ where: { id: app.id }, data: woken(now) })
    await tellWake(tx, app, target.by)
  })
}

export async function tellSleep(tx: Tx, app: App, message: string, by: string | null): Promise<void> {
  await recordEvent(tx, {
    tenantId: app.tenantId,
    type: 'app.slept',
    appId: app.id,
    appName: app.name,
    by,
    message,
  })
}

async function act(
  context: DeployContext,
  target: AppTarget,
  change: AppChange,
  work: (tx: Tx, app: App, now: Date) => Promise<void>,
): Promise<AppView> {
  const { id } = await actOnApp(context, target, change, work)
  return readApp(context, target.tenant, id)
}
