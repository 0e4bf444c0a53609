import type { Db } from '@berth/db'
import type { Counts } from '../counts.ts'
import { STEPS } from '../steps.ts'
import type { ContainerUse } from './use-meter.ts'

const [{ step }] = STEPS

/**
 * One step of all apps, in one statement each; what has gone meanwhile is left out. The door is the same for every
 * control process, so whoever writes its step first has written it; of instances each knows its own nodes'.
 */
export async function writeStep(
  db: Db,
  wrote: {
    readonly at: Date
    /** seconds since the last step; null: the door was not read */
    readonly measured: number | null
    readonly requests: ReadonlyMap<string, Counts>
    readonly uses: readonly ContainerUse[]
  },
): Promise<void> {
  const { at, measured, requests, uses } = wrote
  await db.$transaction(async (tx) => {
    if (measured !== null) {
      const rows = JSON.stringify([...requests].map(([app, counts]) => ({ app, counts })))
      await tx.$executeRaw`
        INSERT INTO "RequestMetric" ("appId", step, at, counts)
        SELECT a.id, ${step}::int, ${at}::timestamp, r.counts
        FROM jsonb_to_recordset(${rows}::jsonb) AS r(app text, counts bigint[]) JOIN "App" a ON a.id = r.app
        ON CONFLICT DO NOTHING`
      await tx.$executeRaw`
        INSERT INTO "MetricStep" (step, at, seconds) VALUES (${step}::int, ${at}::timestamp, ${measured}::float8) ON CONFLICT DO NOTHING`
    }
    if (uses.length === 0) return
    await tx.$executeRaw`
      INSERT INTO "UseMetric" AS m ("appId", step, at, cpu, memory, rx, tx)
      SELECT c."appId", ${step}::int, ${at}::timestamp, SUM(u.cpu), SUM(u.memory), SUM(u.rx), SUM(u.tx)
      FROM jsonb_to_recordset(${JSON.stringify(uses)}::jsonb)
        AS u(container text, cpu bigint, memory bigint, rx bigint, tx bigint)
      JOIN "Container" c ON c.id = u.container AND c."sandboxId" IS NULL GROUP BY c."appId"
      ON CONFLICT ("appId", step, at) DO UPDATE SET cpu = m.cpu + excluded.cpu,
        memory = m.memory + excluded.memory, rx = m.rx + excluded.rx, tx = m.tx + excluded.tx`
  })
}
