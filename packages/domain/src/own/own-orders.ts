import { X509Certificate } from 'node:crypto'
import { BerthError, type Clock, newId } from '@berth/core'
import type { Db } from '@berth/db'
import { renewalOf } from '../acme/next-try.ts'
import type { Claimed, OrderBook } from '../acme/order-book.ts'
import { withinRates } from '../acme/within-rates.ts'
import type { OwnHosts } from '../names/host-name.ts'
import { sealOne, type SecretBox } from '../ports.ts'
import { mayBegin } from './may-begin.ts'
import { OWN_CONTEXT } from './own-context.ts'

/** A lane is a tenant; the platform's own address has one for itself. */
type ClaimedOwn = Claimed & { readonly tenantId: string | null; readonly askedAt: Date | null }

const WEEK_MS = 7 * 24 * 3_600_000
/** What is not there any more is not renewed. */
const UNSEEN_MS = 24 * 3_600_000
const NO_CHALLENGE = { challengeToken: null, challengeAnswer: null }

/** Certificates for the platform's own address, and for those of apps below the apps' domain. */
export function ownOrders(deps: {
  readonly db: Db
  readonly secrets: Pick<SecretBox, 'seal'>
  readonly own: OwnHosts
  readonly clock: Clock
}): OrderBook<ClaimedOwn> {
  const { db, secrets, own, clock } = deps
  return {
    claim: ({ now, leaseUntil, limit, busy }) => {
      const seen = new Date(now.getTime() - UNSEEN_MS)
      const star = `*.${own.appsDomain}`
      return db.$queryRaw<ClaimedOwn[]>`
        UPDATE "OwnHost" SET "nextTryAt" = ${leaseUntil}::timestamp, "heldUntil" = ${leaseUntil}::timestamp
        WHERE host IN (
          SELECT host FROM (
            SELECT DISTINCT ON ("tenantId") host, "tenantId", "nextTryAt" FROM "OwnHost"
            WHERE host NOT LIKE '*%' AND "nextTryAt" <= ${now}::timestamp AND "seenAt" > ${seen}::timestamp
              AND source IS DISTINCT FROM 'own' AND COALESCE("tenantId", '') <> ALL(${busy}::text[])
              AND ("tenantId" IS NULL OR NOT EXISTS (
                SELECT 1 FROM "OwnHost" s WHERE s.host = ${star} AND s."notAfter" > ${now}::timestamp))
            ORDER BY "tenantId", "nextTryAt") AS first
          ORDER BY "tenantId" IS NOT NULL, "nextTryAt" LIMIT ${limit})
          AND "nextTryAt" <= ${now}::timestamp
        RETURNING host, "tenantId", COALESCE("tenantId", '') AS lane, failures, "askedAt"`
    },
    admit: async ({ host, tenantId, askedAt }) => {
      const now = clock.now()
      if (tenantId !== null && askedAt === null) await refuseMany(db, tenantId, now)
      await withinRates(db, { tenantId, host, now })
      if (askedAt === null) await db.ownHost.updateMany({ where: { host }, data: { askedAt: now } })
    },
    show: async ({ host }, { token, answer }) => {
      await db.ownHost.updateMany({
        where: { host },
        data: { challengeToken: token, challengeAnswer: answer },
      })
    },
    keep: async ({ host }, { chain, key }) => {
      const { validFrom, validTo } = new X509Certificate(chain)
      const life = { notBefore: new Date(validFrom), notAfter: new Date(validTo) }
      const certificate = {
        ...{ source: 'acme', certificateId: newId('certificate'), chain, ...life },
        key: await sealOne(secrets, OWN_CONTEXT, key),
      }
      const settled = { failure: null, failures: 0, heldUntil: null, nextTryAt: renewalOf(life) }
      // what an administrator brought meanwhile stays
      await db.ownHost.updateMany({
        where: { host, OR: [{ source: null }, { source: 'acme' }] },
        data: { ...certificate, ...settled, ...NO_CHALLENGE },
      })
    },
    putOff: async ({ host }, nextTryAt) => {
      await db.ownHost.updateMany({
        where: { host },
        data: { nextTryAt, heldUntil: null, ...NO_CHALLENGE },
      })
    },
    fail: async ({ host }, { reason, ...how }) => {
      await db.ownHost.updateMany({
        where: { host, OR: [{ source: null }, { source: 'acme' }] },
        data: { ...how, failure: reason, ...NO_CHALLENGE },
      })
    },
  }
}

/** Error: certificate.refused. */
async function refuseMany(db: Db, tenantId: string, now: Date): Promise<void> {
  const week = { tenantId: { not: null }, askedAt: { gte: new Date(now.getTime() - WEEK_MS) } }
  const [all, tenant] = await Promise.all([
    db.ownHost.count({ where: week }),
    db.ownHost.count({ where: { ...week, tenantId } }),
  ])
  if (mayBegin({ all, tenant })) return
  throw new BerthError(
    'certificate.refused',
    'too many new apps got a certificate this week: bring one for the whole domain of apps, or wait',
    { details: { retryAfterMs: 6 * 3_600_000 } },
  )
}
