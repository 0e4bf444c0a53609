import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import { inApp } from '../locks.ts'
import type { Log } from '../ports.ts'
import type { TellTenant } from './ports.ts'
import { ALERT_SOURCES } from './read-seen.ts'
import { writeAlerts } from './write-alerts.ts'

/** Tells tenants of apps that are in trouble. Several may work at once: each alert is written once. */
export type AlertKeeper = {
  /** An event was recorded. */
  heard(event: { readonly type: string; readonly appId: string | null }): void
  /** Looks at what happened while nobody listened. */
  catchUp(): Promise<void>
  /** Resolves when nothing is under way. */
  close(): Promise<void>
}

const DAY_MS = 24 * 60 * 60_000
const KEPT_DAYS = 7
/** Of all apps together: what an outage of minutes brings. */
const LOOKED_BACK = 2000n

export function createAlertKeeper(options: {
  readonly db: Db
  readonly happenings: TellTenant
  readonly clock: Clock
  readonly log: Log
}): AlertKeeper {
  const { db, clock, log } = options
  const waiting = new Set<string>()
  let working: Promise<void> | undefined
  let closed = false

  const work = async () => {
    for (const appId of waiting) {
      waiting.delete(appId)
      if (closed) return
      await inApp(db, appId, (tx) => writeAlerts(tx, appId, options)).catch((error: unknown) =>
        log.warn({ err: error, appId }, 'nobody could be told of an app in trouble'),
      )
    }
  }
  const look = (appId: string) => {
    waiting.add(appId)
    working ??= work().finally(() => {
      working = undefined
    })
    return working
  }

  return {
    heard({ type, appId }) {
      if (appId !== null && ALERT_SOURCES.has(type)) void look(appId)
    },
    async catchUp() {
      const newest = await db.event.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true } })
      const found = await db.event.findMany({
        where: { type: { in: [...ALERT_SOURCES] }, seq: { gt: (newest?.seq ?? 0n) - LOOKED_BACK } },
        select: { appId: true },
        distinct: ['appId'],
      })
      for (const { appId } of found) if (appId !== null) await look(appId)
      const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS)
      await db.alert.deleteMany({ where: { at: { lt: before } } })
    },
    async close() {
      closed = true
      await working
    },
  }
}
