import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import { STEPS } from '../steps.ts'

/** A step is summed up this long after its end: what another process writes late is in it. */
const LATE_MS = 20_000

/** Sums shorter steps up to longer ones, and forgets what is old. Done twice, or by two processes, it is done once. */
export async function tidyMetrics({ db, clock }: { readonly db: Db; readonly clock: Clock }): Promise<void> {
  const now = clock.now().getTime()
  for (const [i, { step, kept }] of STEPS.entries()) {
    const shorter = STEPS[i - 1]
    if (shorter) await sumUp(db, { from: shorter, to: step, now })
    const before = new Date(now - kept * 1000)
    await db.requestMetric.deleteMany({ where: { step, at: { lt: before } } })
    await db.useMetric.deleteMany({ where: { step, at: { lt: before } } })
    await db.metricStep.deleteMany({ where: { step, at: { lt: before } } })
  }
}

async function sumUp(
  db: Db,
  { from, to, now }: { readonly from: (typeof STEPS)[number]; readonly to: number; readonly now: number },
): Promise<void> {
  const upTo = new Date(Math.floor((now - LATE_MS) / (to * 1000)) * to * 1000)
  await db.$transaction(async (tx) => {
    const newest = await tx.metricStep.findFirst({ where: { step: to }, orderBy: { at: 'desc' } })
    const oldest = now - from.kept * 1000
    const begin = new Date(Math.max(oldest, newest ? newest.at.getTime() + to * 1000 : 0))
    if (begin >= upTo) return
    await tx.$executeRaw`
      WITH parts AS (
        SELECT m."appId", date_bin(make_interval(secs => ${to}::int), m.at, timestamp 'epoch') AS begin, u.i,
          SUM(u.value)::bigint AS value
        FROM "RequestMetric" m, unnest(m.counts) WITH ORDINALITY AS u(value, i)
        WHERE m.step = ${from.step}::int AND m.at >= ${begin}::timestamp AND m.at < ${upTo}::timestamp GROUP BY 1, 2, 3)
      INSERT INTO "RequestMetric" ("appId", step, at, counts)
      SELECT "appId", ${to}::int, begin, array_agg(value ORDER BY i) FROM parts GROUP BY 1, 3 ON CONFLICT DO NOTHING`
    await tx.$executeRaw`
      INSERT INTO "UseMetric" ("appId", step, at, cpu, memory, rx, tx)
      SELECT "appId", ${to}::int, date_bin(make_interval(secs => ${to}::int), at, timestamp 'epoch') AS begin,
        SUM(cpu), MAX(memory), SUM(rx), SUM(tx)
      FROM "UseMetric" WHERE step = ${from.step}::int AND at >= ${begin}::timestamp AND at < ${upTo}::timestamp GROUP BY 1, 3
      ON CONFLICT DO NOTHING`
    await tx.$executeRaw`
      INSERT INTO "MetricStep" (step, at, seconds)
      SELECT ${to}::int, date_bin(make_interval(secs => ${to}::int), at, timestamp 'epoch') AS begin, SUM(seconds)
      FROM "MetricStep" WHERE step = ${from.step}::int AND at >= ${begin}::timestamp AND at < ${upTo}::timestamp GROUP BY 2
      ON CONFLICT DO NOTHING`
  })
}
