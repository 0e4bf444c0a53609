import { type Clock, formatSpan, type HostTraffic } from '@berth/core'
import type { App, Db } from '@berth/db'
import { inApp } from '../locks.ts'
import { ACTIVE } from '../active.ts'
import { isIdle } from './is-idle.ts'
import { tellSleep } from './set-sleep.ts'

/** Looks once; called again and again, every few seconds. */
export type IdleWatch = { look(): Promise<void> }

export type IdleWatchOptions = {
  readonly db: Db
  /** what the door counted, of all of its workers */
  readonly traffic: () => Promise<readonly HostTraffic[]>
  /** apps with an open shell or another session inside, as far as this process knows */
  readonly visited: () => Promise<ReadonlySet<string>>
  readonly clock: Clock
}

/** So old the time of a last request may become in Postgres: what a killed process forgets. */
const COARSE_MS = 15_000

/** Lets apps fall asleep that nobody asked for. Several processes may look: each decides under the app's lock. */
export function createIdleWatch({ db, traffic, visited, clock }: IdleWatchOptions): IdleWatch {
  /** requests so far, by app: undefined before the first look */
  let before: ReadonlyMap<string, number> | undefined

  return {
    async look() {
      const apps = await db.app.findMany({
        where: { sleepAfter: { not: null }, asleepSince: null, desired: 'running', deletedAt: null },
      })
      const now = clock.now()
      const seen = sum(await traffic())
      const inside = await visited()
      const isUsed = ({ id }: App) => {
        const { open, requests } = seen.get(id) ?? { open: 0, requests: 0 }
        const known = before?.get(id)
        return (
          open > 0 || inside.has(id) || (before !== undefined && requests !== (known ?? 0) && requests > 0)
        )
      }
      const used = apps.filter(isUsed)
      before = new Map([...seen].map(([id, { requests }]) => [id, requests]))
      const stale = used.filter(
        ({ lastRequestAt }) => !lastRequestAt || now.getTime() - lastRequestAt.getTime() > COARSE_MS,
      )
      await db.app.updateMany({
        where: { id: { in: stale.map(({ id }) => id) } },
        data: { lastRequestAt: now },
      })
      const quiet = apps.filter((app) => !used.includes(app) && isIdle({ ...app, signs: signsOf(app), now }))
      for (const { id } of quiet) await letSleep(db, id, now)
    },
  }
}

function signsOf({ lastRequestAt, wokenAt }: App): readonly (Date | null)[] {
  return [lastRequestAt, wokenAt]
}

/** Looked at again under the lock: a deploy, a wake or a setting may have come first. */
async function letSleep(db: Db, appId: string, now: Date): Promise<void> {
  await inApp(db, appId, async (tx) => {
    const app = await tx.app.findUnique({ where: { id: appId }, include: { current: true } })
    if (!app?.current?.port || app.asleepSince || app.desired !== 'running' || app.deletedAt) return
    const newest = await tx.deploy.findFirst({ where: { appId }, orderBy: { fence: 'desc' } })
    const deploys = await tx.deploy.count({ where: { appId, ...ACTIVE } })
    const jobs = await tx.job.count({ where: { appId, state: { in: ['queued', 'running'] } } })
    if (deploys + jobs > 0 || !isIdle({ ...app, signs: [...signsOf(app), newest?.endedAt ?? null], now }))
      return
    await tx.app.update({ where: { id: appId }, data: { asleepSince: now } })
    const message = `app ${app.name} fell asleep: no request for ${formatSpan(app.sleepAfter ?? 0)}`
    await tellSleep(tx, app, message, null)
  })
}

function sum(hosts: readonly HostTraffic[]): Map<string, { open: number; requests: number }> {
  const apps = new Map<string, { open: number; requests: number }>()
  for (const { app, byDoor, open, requests } of hosts) {
    if (app === null || byDoor === true) continue // what the door answered is nobody's use of the app
    const known = apps.get(app) ?? { open: 0, requests: 0 }
    apps.set(app, { open: known.open + open, requests: known.requests + requests })
  }
  return apps
}
