import type { Sandbox, Tx } from '@berth/db'
import { RATE_WINDOW_MS } from './rate.ts'

type Own = Pick<Sandbox, 'id' | 'courseLabId' | 'state' | 'expiresAt'>

/** What decides whether somebody may start one more of a course, beside the course itself. */
type OwnerNow = {
  /** theirs in this course that have not ended */
  readonly own: readonly Own[]
  /** started within the last ten minutes, and how many may be */
  readonly started: number
  readonly mostStarts: number
  /** somebody else waits for this lab: they are given the spares first */
  readonly othersWait: boolean
}

type Row = Omit<OwnerNow, 'own'> & {
  readonly own: readonly (Omit<Own, 'expiresAt'> & { readonly expiresAt: string | null })[]
}

/** One statement, after the lock of the person: a whole class asks at once. */
export async function readOwner(
  tx: Pick<Tx, '$queryRaw'>,
  of: {
    readonly tenantId: string
    readonly userId: string
    readonly courseId: string
    readonly courseLabId: string
  },
  now: Date,
): Promise<OwnerNow> {
  const { tenantId, userId, courseId, courseLabId } = of
  const since = new Date(now.getTime() - RATE_WINDOW_MS)
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT t."sandboxStarts" AS "mostStarts",
      (SELECT count(*)::int FROM "Sandbox" s
        WHERE s."userId" = ${userId} AND s."createdAt" > ${since}::timestamp) AS started,
      EXISTS (SELECT 1 FROM "Sandbox" s
        WHERE s."courseLabId" = ${courseLabId} AND s.state = 'queued' AND s."userId" IS NOT NULL) AS "othersWait",
      coalesce((SELECT json_agg(json_build_object('id', s.id, 'courseLabId', s."courseLabId", 'state', s.state,
        'expiresAt', s."expiresAt")) FROM "Sandbox" s
        WHERE s."courseId" = ${courseId} AND s."userId" = ${userId} AND s.kind = 'lesson'
          AND s.wanted <> 'ended'), '[]') AS own
    FROM "Tenant" t WHERE t.id = ${tenantId}`
  if (!row) return { own: [], started: 0, mostStarts: 0, othersWait: false }
  return { ...row, own: row.own.map((one) => ({ ...one, expiresAt: momentOf(one.expiresAt) })) }
}

/** Columns hold UTC without a zone. */
function momentOf(text: string | null): Date | null {
  return text === null ? null : new Date(`${text}Z`)
}
