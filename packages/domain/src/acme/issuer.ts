import { X509Certificate } from 'node:crypto'
import { BerthError, type Clock, newId } from '@berth/core'
import { type Db, recordEvent } from '@berth/db'
import type { Logger } from '@berth/log'
import { sealOne, type SecretBox } from '../ports.ts'
import type { Authority, Challenge } from './authority.ts'
import { claimDue, type ClaimedDomain } from './claim.ts'
import { afterFailure, renewalOf } from './next-try.ts'
import { withinRates } from './within-rates.ts'

export type IssuerDeps = {
  readonly db: Db
  readonly secrets: Pick<SecretBox, 'seal'>
  /** the platform's account; asked for again after it failed */
  readonly openAuthority: () => Promise<Authority>
  /** resolves when the door answers as the rows say */
  readonly door: { refresh(): Promise<void> }
  readonly clock: Clock
  readonly log: Logger
}

/** Gets certificates for domains, and others before they end. */
export type Issuer = {
  /** Begins to ask for what is due; does not wait for the ends. Any number of processes may do so at once. */
  issueDue(): Promise<void>
  /** When what was begun has ended. */
  settled(): Promise<void>
}

/** Longer than an order takes. */
const LEASE_MS = 5 * 60_000
/** One of each tenant at a time. */
const AT_ONCE = 10
/** After so long it is tried again when nothing but the door was in the way. */
const DOOR_PAUSE_MS = 30_000

export function createIssuer(deps: IssuerDeps): Issuer {
  const { db, clock, log } = deps
  /** what is under way, by tenant */
  const busy = new Map<string, Promise<void>>()
  let account: Promise<Authority> | undefined

  const authority = () => {
    account ??= deps.openAuthority().catch((error: unknown) => {
      account = undefined // the next one tries again
      throw error
    })
    return account
  }

  const issue = async (domain: ClaimedDomain) => {
    const door = guardDoor(deps.door)
    try {
      await door.refresh() // nothing is asked of the authority that the door could not answer
      await withinRates(db, { ...domain, now: clock.now() })
      const show = (challenge: Challenge) => showChallenge(db, door, domain, challenge)
      await keep(deps, domain, await (await authority()).order(domain.host, show))
    } catch (error) {
      if (door.hasFailed()) return putOff(deps, domain, error)
      return noteFailure(deps, domain, error)
    }
    // the certificate is kept: the door gets it at its next look at the latest
    await door.refresh().catch((error: unknown) => log.warn({ err: error }, 'the door was not told yet'))
  }

  const begin = (domain: ClaimedDomain) => {
    const end = issue(domain)
      .catch((error: unknown) => log.warn({ err: error }, 'a certificate was not settled'))
      .finally(() => busy.delete(domain.tenantId))
    busy.set(domain.tenantId, end)
  }

  return {
    issueDue: async () => {
      const now = clock.now()
      const leaseUntil = new Date(now.getTime() + LEASE_MS)
      const limit = AT_ONCE - busy.size
      if (limit <= 0) return
      for (const domain of await claimDue(db, { now, leaseUntil, limit, busy: [...busy.keys()] }))
        begin(domain)
    },
    settled: async () => void (await Promise.all(busy.values())),
  }
}

/** Remembers whether it was the door that failed. */
function guardDoor(door: IssuerDeps['door']) {
  let failed = false
  return {
    hasFailed: () => failed,
    refresh: async () => {
      failed = true
      await door.refresh()
      failed = false
    },
  }
}

/** The door is away: no failure of the order, which is made again when it is back. */
async function putOff(
  { db, clock, log }: IssuerDeps,
  { id, host }: ClaimedDomain,
  error: unknown,
): Promise<void> {
  log.warn({ err: error, host }, 'the door cannot be told: the certificate is asked for later')
  const nextTryAt = new Date(clock.now().getTime() + DOOR_PAUSE_MS)
  await db.domain.updateMany({
    where: { id },
    data: { nextTryAt, heldUntil: null, challengeToken: null, challengeAnswer: null },
  })
}

async function showChallenge(
  db: Db,
  door: IssuerDeps['door'],
  { id }: ClaimedDomain,
  { token, answer }: Challenge,
): Promise<void> {
  await db.domain.updateMany({ where: { id }, data: { challengeToken: token, challengeAnswer: answer } })
  await door.refresh()
}

/** The certificate serves from now on, unless its owner set one meanwhile; the one before it stays until the next. */
async function keep(
  { db, secrets, clock }: IssuerDeps,
  domain: ClaimedDomain,
  { chain, key }: { readonly chain: string; readonly key: string },
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
        ...{ failure: null, failures: 0, heldUntil: null, challengeToken: null, challengeAnswer: null },
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
    const heldUntil = wait > 0 ? nextTryAt : null
    const data = {
      failures,
      failure: reason,
      nextTryAt,
      heldUntil,
      challengeToken: null,
      challengeAnswer: null,
    }
    const { count } = await tx.domain.updateMany({ where: { id: domain.id, ...NOT_OWN }, data })
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
