import { X509Certificate } from 'node:crypto'
import { type Clock, newId } from '@berth/core'
import { type Db, recordEvent } from '@berth/db'
import { sealOne, type SecretBox } from '../ports.ts'
import { claimDue, type ClaimedDomain } from './claim.ts'
import { renewalOf } from './next-try.ts'
import type { Failed, Issued, OrderBook } from './order-book.ts'
import { withinRates } from './within-rates.ts'

type Deps = { readonly db: Db; readonly secrets: Pick<SecretBox, 'seal'>; readonly clock: Clock }

const NO_CHALLENGE = { challengeToken: null, challengeAnswer: null }

/** Certificates for domains of apps. */
export function domainOrders(deps: Deps): OrderBook<ClaimedDomain> {
  const { db, clock } = deps
  return {
    claim: (options) => claimDue(db, options),
    admit: ({ tenantId, host }) => withinRates(db, { tenantId, host, now: clock.now() }),
    show: async ({ id }, { token, answer }) => {
      await db.domain.updateMany({
        where: { id },
        data: { challengeToken: token, challengeAnswer: answer },
      })
    },
    keep: (domain, issued) => keep(deps, domain, issued),
    putOff: async ({ id }, nextTryAt) => {
      await db.domain.updateMany({ where: { id }, data: { nextTryAt, heldUntil: null, ...NO_CHALLENGE } })
    },
    fail: (domain, how) => fail(db, domain, how),
  }
}

/** The certificate serves from now on, unless its owner set one meanwhile; the one before it stays until the next. */
async function keep(
  { db, secrets, clock }: Deps,
  domain: ClaimedDomain,
  { chain, key }: Issued,
): Promise<void> {
  const sealed = await sealOne(secrets, domain.tenantId, key)
  const { validFrom, validTo } = new X509Certificate(chain)
  const life = { notBefore: new Date(validFrom), notAfter: new Date(validTo) }
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM "Domain" WHERE id = ${domain.id} FOR UPDATE`
    const row = await tx.domain.findUnique({
      where: { id: domain.id },
      include: { app: true, certificate: true },
    })
    if (!row || row.certificate?.source === 'own') return // removed, or served by its owner's, meanwhile
    const id = newId('certificate')
    await tx.certificate.create({
      data: { id, domainId: row.id, source: 'acme', chain, key: sealed, ...life },
    })
    await tx.certificate.deleteMany({
      where: { domainId: row.id, id: { notIn: [id, ...(row.certificateId ? [row.certificateId] : [])] } },
    })
    await tx.domain.update({
      where: { id: row.id },
      data: {
        ...{ certificateId: id, provenAt: row.provenAt ?? clock.now(), nextTryAt: renewalOf(life) },
        ...{ failure: null, failures: 0, heldUntil: null, ...NO_CHALLENGE },
      },
    })
    if (row.certificateId !== null) return // renewals are no news
    await recordEvent(tx, {
      ...{ tenantId: row.tenantId, type: 'domain.secured', appId: row.appId, appName: row.app.name },
      message: `${row.host} has a certificate: it answers over https`,
      data: { host: row.host },
    })
  })
}

/** What its owner brought needs no order, and cannot fail by one. */
const NOT_OWN = { OR: [{ certificate: null }, { certificate: { source: 'acme' } }] }

async function fail(db: Db, domain: ClaimedDomain, { reason, ...how }: Failed): Promise<void> {
  await db.$transaction(async (tx) => {
    const data = { ...how, failure: reason, ...NO_CHALLENGE }
    const { count } = await tx.domain.updateMany({ where: { id: domain.id, ...NOT_OWN }, data })
    if (count === 0 || how.failures !== 1) return
    const app = await tx.app.findUnique({ where: { id: domain.appId } })
    await recordEvent(tx, {
      ...{
        tenantId: domain.tenantId,
        type: 'domain.failed',
        appId: domain.appId,
        appName: app?.name ?? null,
      },
      message: `no certificate for ${domain.host} came: ${reason}`,
      data: { host: domain.host, reason },
    })
  })
}
