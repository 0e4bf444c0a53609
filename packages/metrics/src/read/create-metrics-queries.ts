import { type Clock, systemClock } from '@berth/core'
import { appNotFound, type Db, forTenant } from '@berth/db'
import type { MetricsView } from '@berth/protocol'
import { stepFor } from '../steps.ts'
import { metricPoints } from './metric-points.ts'

export type MetricsQueries = {
  /** `since`: seconds back from now; `points`: at most so many. Error: app.not_found. */
  read(ask: {
    readonly tenantId: string
    readonly app: string
    readonly since: number
    readonly points: number
  }): Promise<MetricsView>
}

const RELEASES_SHOWN = 50

export function createMetricsQueries({
  db,
  clock = systemClock,
}: {
  readonly db: Db
  readonly clock?: Clock
}): MetricsQueries {
  return {
    async read({ tenantId, app: name, since, points }) {
      const own = forTenant(db, tenantId)
      const app = await own.app.findFirst({ where: { name, deletedAt: null } })
      if (!app) throw appNotFound(name)
      const step = stepFor(since)
      const length = Math.ceil(since / step / points) * step
      const to = clock.now()
      const from = new Date(Math.floor((to.getTime() / 1000 - since) / length) * length * 1000)
      const where = { appId: app.id, step, at: { gte: from } }
      const [requests, uses, steps, releases] = await Promise.all([
        own.requestMetric.findMany({ where }),
        own.useMetric.findMany({ where }),
        db.metricStep.findMany({ where: { step, at: { gte: from } } }),
        own.deploy.findMany({
          where: { appId: app.id, state: 'succeeded', endedAt: { gte: from } },
          select: { endedAt: true, release: { select: { number: true } } },
          orderBy: { fence: 'desc' },
          take: RELEASES_SHOWN,
        }),
      ])
      const rows = {
        requests: requests.map(({ at, counts }) => ({ at, counts: counts.map(Number) })),
        uses: uses.map(({ at, cpu, memory, rx, tx }) => ({
          at,
          ...{ cpu: Number(cpu), memory: Number(memory), rx: Number(rx), tx: Number(tx) },
        })),
        steps,
      }
      return {
        ...{ from, to, step: length },
        points: metricPoints(rows, { from, to, length, step }),
        releases: releases
          .flatMap(({ endedAt, release }) => (endedAt ? [{ at: endedAt, number: release.number }] : []))
          .toReversed(),
      }
    },
  }
}
