import { X509Certificate } from 'node:crypto'
import { BerthError, type Clock, newId } from '@berth/core'
import { type Db, recordEvent } from '@berth/db'
import type { Logger } from '@berth/log'
import { sealOne, type SecretBox } from '../ports.ts'
import { type AcmeSettings, openAccount } from './account.ts'
import type { Authority, Challenge } from './authority.ts'
import { claimDue, type ClaimedDomain } from './claim.ts'
import { afterFailure, renewalOf } from './next-try.ts'
import { withinRates } from './within-rates.ts'

export type IssuerDeps = {
  readonly db: Db
  readonly secrets: SecretBox
  readonly acme: AcmeSettings
  /** resolves when the door answers as the rows say */
  readonly door: { refresh(): Promise<void> }
  readonly clock: Clock
  readonly log: Logger
}

/** Gets certificates for domains, and others before they end. */
export type Issuer = {
  /** Asks for what is due. Any number of processes may do so at once. */
  issueDue(): Promise<void>
}

/** Longer than an order takes. */
const LEASE_MS = 5 * 60_000
const AT_ONCE = 4

export function createIssuer(deps: IssuerDeps): Issuer {
  const { db, clock, log } = deps
  let account: Promise<Authority> | undefined

  const authority = () => {
    account ??= openAccount(db, deps.secrets, deps.acme).catch((error: unknown) => {
      account = undefined // the next one tries again
      throw error
    })
    return account
  }

  const issue = async (domain: ClaimedDomain) => {
    try {
      await withinRates(db, { ...domain, now: clock.now() })
      const show = (challenge: Challenge) => showChallenge(deps, domain, challenge)
      await keep(deps, domain, await (await authority()).order(domain.host, show))
      await deps.door.refresh()
    } catch (error) {
      await noteFailure(deps, domain, error)
    }
  }

  return {
    issueDue: async () => {
      const now = clock.now()
      const leaseUntil = new Date(now.getTime() + LEASE_MS)
      const due = await claimDue(db, { now, leaseUntil, limit: AT_ONCE })
      const ends = await Promise.allSettled(due.map(issue))
      for (const end of ends)
        if (end.status === 'rejected') log.warn({ err: end.reason }, 'a certificate was not settled')
    },
  }
}

async function showChallenge(
  { db, door }: IssuerDeps,
  { id }: ClaimedDomain,
  { token, answer }: Challenge,
): Promise<void> {
  await db.domain.updateMany({ where: { id }, data: { challengeToken: token, challengeAnswer: answer } })
  await door.refresh()
}

/** The certificate serves from now on; the one before it stays until the next. */
async function keep(
  { db, secrets, clock }: IssuerDeps,
  domain: ClaimedDomain,
  { chain, key }: { readonly chain: string; readonly key: string },
): Promise<void> {
  const sealed = await sealOne(secrets, domain.tenantId, key)
  const { validFrom, validTo } = new X509Certificate(chain)
  const life = { notBefore: new Date(validFrom), notAfter: new Date(validTo) }
  await db.$transaction(async (tx) => {
    const row = await tx.domain.findUnique({ where: { id: domain.id }, include: { app: true } })
    if (!row) return // removed meanwhile
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
        ...{ failure: null, failures: 0, challengeToken: null, challengeAnswer: null },
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

async function noteFailure(
  { db, clock, log }: IssuerDeps,
  domain: ClaimedDomain,
  error: unknown,
): Promise<void> {
  const failures = domain.failures + 1
  const reason = reasonOf(error)
  const wait = error instanceof BerthError ? Number(error.details['retryAfterMs'] ?? 0) : 0
  const nextTryAt = afterFailure(failures, clock.now(), wait)
  log.info({ host: domain.host, reason, nextTryAt }, 'no certificate came')
  await db.$transaction(async (tx) => {
    const data = { failures, failure: reason, nextTryAt, challengeToken: null, challengeAnswer: null }
    const { count } = await tx.domain.updateMany({ where: { id: domain.id }, data })
    if (count === 0 || failures !== 1) return
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

/** One line of plain text: what an authority says is not ours. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replace(/[^\x20-\x7e\u00a0-\uffff]+/g, ' ').slice(0, 300)
}
