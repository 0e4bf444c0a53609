import type { Clock } from '@berth/core'
import { recordEvent, type Tx } from '@berth/db'
import { type Alert, planAlerts } from './plan-alerts.ts'
import type { TellTenant } from './ports.ts'
import { ALERT_SOURCES, seenEvent } from './read-seen.ts'

/** As long as an alert keeps others quiet, and as a loop takes. */
const WINDOW_MS = 30 * 60_000
const MOST_EVENTS = 500

/** Writes what is new of one app, and tells whoever asked for it. Within `inApp`. */
export async function writeAlerts(
  tx: Tx,
  appId: string,
  { happenings, clock }: { readonly happenings: TellTenant; readonly clock: Clock },
): Promise<void> {
  const app = await tx.app.findFirst({ where: { id: appId, kind: 'app', deletedAt: null } })
  if (!app) return
  const since = new Date(clock.now().getTime() - WINDOW_MS)
  const rows = await tx.event.findMany({
    where: { appId, type: { in: [...ALERT_SOURCES] }, at: { gte: since } },
    orderBy: { seq: 'desc' },
    take: MOST_EVENTS,
  })
  const earlier = await tx.alert.findMany({ where: { appId, at: { gte: since } } })
  const seen = rows.toReversed().flatMap((row) => seenEvent(row) ?? [])
  const alerts = planAlerts(app.name, seen, earlier.flatMap(earlierAlert))
  for (const { kind, causeId, at, told } of alerts) {
    await tx.alert.create({ data: { kind, causeId, at, told, appId, tenantId: app.tenantId } })
  }
  const news = alerts.filter(({ told }) => told)
  for (const { kind, message } of news) {
    if (kind === 'deploy_failed') continue // its event is there already
    await recordEvent(tx, {
      ...{ tenantId: app.tenantId, type: `app.${kind}`, appId, appName: app.name, message },
    })
  }
  await happenings.note(
    tx,
    news.map(({ kind, message }) => ({ kind, tenantId: app.tenantId, app: app.name, message })),
  )
}

function earlierAlert(row: { kind: string; causeId: string; at: Date; told: boolean }): Alert[] {
  const { kind, causeId, at, told } = row
  if (kind !== 'crash_loop' && kind !== 'out_of_memory' && kind !== 'deploy_failed') return []
  return [{ kind, causeId, at, told, message: '' }]
}
