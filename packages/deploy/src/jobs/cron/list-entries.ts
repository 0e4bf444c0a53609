import { type App, type Db, forTenant } from '@berth/db'
import { cronEntriesSchema, type CronView } from '@berth/protocol'
import { JOB_VIEW_INCLUDE, jobView } from '../job-views.ts'
import { nextTimes } from './schedule.ts'

const SHOWN_TIMES = 5

/** Entries of the release that serves, by name. */
export async function listEntries(db: Db, app: App, now: Date): Promise<CronView[]> {
  const tenant = forTenant(db, app.tenantId)
  const release = app.releaseId ? await tenant.release.findFirst({ where: { id: app.releaseId } }) : null
  if (!release) return []
  const states = await tenant.cronState.findMany({ where: { appId: app.id } })
  const entries = cronEntriesSchema.parse(release.cron).toSorted((a, b) => a.name.localeCompare(b.name))
  return Promise.all(
    entries.map(async (entry): Promise<CronView> => {
      const state = states.find(({ name }) => name === entry.name)
      const { pausedBy = null, pausedAt = null } = state ?? {}
      const last = await tenant.job.findFirst({
        where: { appId: app.id, cronName: entry.name },
        include: JOB_VIEW_INCLUDE,
        orderBy: { createdAt: 'desc' },
      })
      const isOn = pausedAt === null && app.desired === 'running'
      const next = isOn ? nextTimes(entry, now, SHOWN_TIMES) : []
      return { ...entry, release: release.number, pausedBy, pausedAt, next, last: last && jobView(last) }
    }),
  )
}
