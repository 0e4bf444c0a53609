import type { Db } from '@berth/db'
import { specOf } from '../rows.ts'
import { deletedAt, noticeSeconds } from './plan-life.ts'

/** Sends beside the request; absent where no mail server is configured. */
export type NoticeMailer = (
  to: string,
  locale: string | null,
  mail: { readonly kind: 'deletion'; readonly lab: string; readonly at: Date; readonly link: string },
) => void

const AT_ONCE = 100

type Noticed = {
  readonly id: string
  readonly versionId: string
  readonly title: string
  readonly email: string
  readonly locale: string | null
  readonly archivedAt: Date
  readonly noticedAt: Date
}

/** Tells owners that have an address, once for each notice, that their files are deleted soon, and when. */
export async function mailNotices(deps: {
  readonly db: Db
  /** of the platform */
  readonly url: string
  readonly mailer: NoticeMailer | undefined
  readonly now: Date
}): Promise<void> {
  const { db, url, mailer, now } = deps
  if (!mailer) return
  const rows = await db.$queryRaw<Noticed[]>`
    WITH due AS (
      SELECT s.id FROM "Sandbox" s JOIN "User" u ON u.id = s."userId" AND NOT u.guest
      WHERE s.state = 'archived' AND s."archivedAt" IS NOT NULL AND s."noticedAt" IS NOT NULL
        AND (s."mailedAt" IS NULL OR s."mailedAt" < s."noticedAt")
      ORDER BY s."noticedAt" LIMIT ${AT_ONCE} FOR UPDATE OF s SKIP LOCKED
    )
    UPDATE "Sandbox" s SET "mailedAt" = GREATEST(${now}::timestamp, s."noticedAt") FROM due, "User" u, "Lab" l
    WHERE s.id = due.id AND u.id = s."userId" AND l.id = s."labId"
    RETURNING s.id, s."versionId", l.title, u.email, u.locale, s."archivedAt", s."noticedAt"`
  const versions = await db.labVersion.findMany({
    where: { id: { in: rows.map(({ versionId }) => versionId) } },
    select: { id: true, spec: true },
  })
  for (const { id, versionId, title: lab, email, locale, archivedAt, noticedAt } of rows) {
    const version = versions.find((one) => one.id === versionId)
    if (!version) continue
    const { times } = specOf(version)
    // one that was told late has its time all the same
    const told = noticedAt.getTime() + noticeSeconds(times) * 1000
    const at = new Date(Math.max(deletedAt(archivedAt, times).getTime(), told))
    mailer(email, locale, { kind: 'deletion', lab, at, link: `${url}/s/${id}` })
  }
}
