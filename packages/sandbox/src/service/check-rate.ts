import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'

/** all checks of a lab, twice */
const MOST_IN_A_MINUTE = 100

/** A loop that asks is no student. Each is counted before it runs, by one statement. Error: sandbox.too_often. */
export async function countCheck(db: Pick<Db, '$queryRaw'>, sandboxId: string, now: Date): Promise<void> {
  const since = new Date(now.getTime() - 60_000)
  const counted = await db.$queryRaw<{ id: string }[]>`
    UPDATE "Sandbox" SET
      "checksAsked" = CASE WHEN "checksSince" > ${since}::timestamp THEN "checksAsked" + 1 ELSE 1 END,
      "checksSince" = CASE WHEN "checksSince" > ${since}::timestamp THEN "checksSince" ELSE ${now}::timestamp END
    WHERE id = ${sandboxId}
      AND ("checksSince" IS NULL OR "checksSince" <= ${since}::timestamp OR "checksAsked" < ${MOST_IN_A_MINUTE}::int)
    RETURNING id`
  if (counted.length > 0) return
  throw new BerthError(
    'sandbox.too_often',
    `${MOST_IN_A_MINUTE} checks were asked for in the last minute: wait a moment`,
  )
}
