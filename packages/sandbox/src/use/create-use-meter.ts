import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { ContainerStats } from '@berth/protocol'
import { coresOf } from './cores-of.ts'

/** Learns from what nodes measure which sandboxes work, and which never stop working. */
export type UseMeter = {
  add(samples: readonly ContainerStats[]): void
  /** Writes what was learnt since the last time. */
  note(): Promise<void>
}

/** A shell that waits uses none; so many cores are work. */
const WORK_CORES = 0.02
/** Of its usual cpu so much, all the time, is more than a lesson needs. */
const BUSY_SHARE = 0.75

export function createUseMeter({ db, clock }: { readonly db: Db; readonly clock: Clock }): UseMeter {
  /** first and last sample of each container since the last note */
  let seen = new Map<string, { first: ContainerStats; last: ContainerStats }>()
  return {
    add(samples) {
      for (const sample of samples) {
        const known = seen.get(sample.id)
        seen.set(sample.id, { first: known?.first ?? sample, last: sample })
      }
    },
    async note() {
      const before = seen
      seen = new Map([...before].map(([id, { last }]) => [id, { first: last, last }]))
      const uses = [...before].flatMap(([id, { first, last }]) => {
        const cores = coresOf(first, last)
        return cores === null ? [] : [{ id, cores }]
      })
      for (const [id, { last }] of before) if (isStale(last, clock.now())) seen.delete(id)
      if (uses.length > 0) await write(db, uses, clock.now())
    },
  }
}

const STALE_MS = 60_000

function isStale({ at }: ContainerStats, now: Date): boolean {
  return now.getTime() - Date.parse(at) > STALE_MS
}

async function write(
  db: Db,
  uses: readonly { readonly id: string; readonly cores: number }[],
  now: Date,
): Promise<void> {
  const rows = JSON.stringify(uses)
  await db.$executeRaw`
    WITH used AS (
      SELECT c."sandboxId" AS id, bool_or(u.cores >= ${WORK_CORES}) AS works,
        bool_or(u.cores >= ${BUSY_SHARE} * r.cpu * CASE WHEN s."throttledAt" IS NULL THEN 1 ELSE 0.5 END) AS busy
      FROM jsonb_to_recordset(${rows}::jsonb) AS u(id text, cores float8)
      JOIN "Container" c ON c.id = u.id JOIN "Release" r ON r.id = c."releaseId"
      JOIN "Sandbox" s ON s.id = c."sandboxId" AND s.attempt = c.attempt AND s.state = 'running'
      GROUP BY c."sandboxId"
    )
    UPDATE "Sandbox" s SET
      "activeAt" = CASE WHEN used.works THEN ${now}::timestamp ELSE s."activeAt" END,
      "busySince" = CASE WHEN used.busy THEN COALESCE(s."busySince", ${now}::timestamp) ELSE NULL END
    FROM used WHERE s.id = used.id
      AND (used.works OR used.busy OR s."busySince" IS NOT NULL)`
}
