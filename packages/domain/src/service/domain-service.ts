import { BerthError, type Clock, newId } from '@berth/core'
import { type Db, findApp, isUniqueViolation, recordEvent, type Tx } from '@berth/db'
import type { DomainCheckView, DomainsView, DomainView } from '@berth/protocol'
import { checkCertificate } from '../certificates/check-certificate.ts'
import { isTrusted } from '../certificates/is-trusted.ts'
import type { DnsLookup } from '../names/dns-lookup.ts'
import { isWildcard, type OwnHosts, parseHost, refuseReserved } from '../names/host-name.ts'
import { ownershipRecord } from '../names/ownership.ts'
import { sealOne, type SecretBox, type Wake } from '../ports.ts'
import { makeWay, proveHolder, proveHost } from './claim-host.ts'
import { type DomainRow, domainView, WITH_CERTIFICATE } from './domain-view.ts'
import { type AppTarget, audit, TRANSACTION } from './own-app.ts'

export type DomainDeps = {
  readonly db: Db
  readonly secrets: Pick<SecretBox, 'seal'>
  readonly dns: DnsLookup
  readonly wake: Wake
  readonly own: OwnHosts
  /** whether the platform asks an authority for certificates */
  readonly automatic: boolean
  readonly clock: Clock
}

type DomainChange = {
  readonly redirectTo?: string | null | undefined
  readonly tls?: boolean | undefined
  readonly forceHttps?: boolean | undefined
  readonly hsts?: boolean | undefined
}

/** The hosts of an app's owner. Errors of all: app.not_found; of those that name one: domain.not_found. */
export type DomainService = {
  list(target: AppTarget): Promise<DomainsView>
  /** Errors: input.invalid, domain.taken, quota.exceeded. */
  add(target: AppTarget, wish: { readonly host: string } & DomainChange): Promise<DomainView>
  /** Error: input.invalid. */
  change(target: AppTarget, host: string, change: DomainChange): Promise<DomainView>
  remove(target: AppTarget, host: string): Promise<void>
  /** A certificate of one's own. Error: certificate.invalid. */
  setCertificate(
    target: AppTarget,
    host: string,
    given: { readonly chain: string; readonly key: string },
  ): Promise<DomainView>
  /** What DNS says now; a certificate that failed is asked for at once. Error: domain.unchecked, when DNS is away. */
  check(target: AppTarget, host: string): Promise<DomainCheckView>
}

const MAX_DOMAINS = 50
/** Whoever asks again by hand does not come past the pause by more than this. */
const RETRY_MS = 60_000

export function createDomainService(deps: DomainDeps): DomainService {
  const { db, dns, own, automatic, clock } = deps
  const view = (row: DomainRow) => domainView(row, automatic, clock.now())

  /** Changes one domain of the app and looks after the door. */
  const act = async (
    target: AppTarget,
    typed: string,
    action: string,
    work: (tx: Tx, row: DomainRow) => Promise<void>,
  ): Promise<DomainRow | null> => {
    const row = await db.$transaction(async (tx) => {
      const found = await findDomain(tx, target, typed)
      await work(tx, found)
      await audit(tx, target, action, { host: found.host })
      return tx.domain.findUnique({ where: { id: found.id }, include: WITH_CERTIFICATE })
    }, TRANSACTION)
    await deps.wake.wakeScheduler(action)
    return row
  }

  const changed = async (...given: Parameters<typeof act>): Promise<DomainView> => {
    const row = await act(...given)
    if (!row) throw noSuch(given[1])
    return view(row)
  }

  return {
    list: async (target) => {
      const app = await findApp(db, target)
      const rows = await db.domain.findMany({
        where: { appId: app.id },
        include: WITH_CERTIFICATE,
        orderBy: { host: 'asc' },
      })
      return { domains: rows.map(view), target: own.platformHost, automatic }
    },

    add: async (target, wish) => {
      const host = parseHost(wish.host, { star: true })
      refuseReserved(host, own)
      await findApp(db, target)
      const { id: tenantId } = target.tenant
      const data = { ...fieldsOf(wish, host), tenantId, host, createdBy: target.by }
      const isProven = await proveHost(dns, tenantId, host)
      const provenAt = isProven ? clock.now() : null
      if (!isProven) await proveHolder(deps, { tenantId, host })
      const row = await db
        .$transaction(async (tx) => {
          const app = await findApp(tx, target)
          await makeWay(tx, { tenantId, host, isProven, clock })
          await refuseTooMany(tx, tenantId)
          const made = { id: newId('domain'), appId: app.id, provenAt, nextTryAt: clock.now(), ...data }
          await audit(tx, target, 'domain.added', { host })
          await recordEvent(tx, {
            ...{ tenantId, type: 'domain.added', appId: app.id, appName: app.name, by: target.by },
            message: `${target.by} added the domain ${host} to ${app.name}`,
            data: { host },
          })
          return tx.domain.create({ data: made, include: WITH_CERTIFICATE })
        }, TRANSACTION)
        .catch((error: unknown) => {
          if (!isUniqueViolation(error)) throw error
          throw new BerthError('domain.taken', `${host} was added at this moment by somebody else`)
        })
      await deps.wake.wakeScheduler('domain.added')
      return view(row)
    },

    change: (target, typed, change) =>
      changed(target, typed, 'domain.changed', async (tx, row) => {
        await tx.domain.update({ where: { id: row.id }, data: fieldsOf(change, row.host) })
      }),

    remove: async (target, typed) => {
      await act(target, typed, 'domain.removed', async (tx, row) => {
        const app = await findApp(tx, target)
        await recordEvent(tx, {
          ...{
            tenantId: row.tenantId,
            type: 'domain.removed',
            appId: app.id,
            appName: app.name,
            by: target.by,
          },
          message: `${target.by} removed the domain ${row.host} from ${app.name}`,
          data: { host: row.host },
        })
        await tx.domain.delete({ where: { id: row.id } })
      })
    },

    setCertificate: async (target, typed, given) => {
      const { host } = await findDomain(db, target, typed)
      const { chain, key, ...life } = checkCertificate({ ...given, host, now: clock.now() })
      const sealed = await sealOne(deps.secrets, target.tenant.id, key)
      const isProof = await isTrusted({ chain, key, host })
      return changed(target, typed, 'domain.certificate_set', async (tx, row) => {
        const id = newId('certificate')
        const made = { id, domainId: row.id, source: 'own', chain, key: sealed, ...life }
        await tx.certificate.create({ data: made })
        await tx.domain.update({
          where: { id: row.id },
          data: {
            ...{ certificateId: id, tls: true, failure: null, failures: 0 },
            ...{ challengeToken: null, challengeAnswer: null },
            ...(isProof ? { provenAt: row.provenAt ?? clock.now() } : {}),
          },
        })
        await tx.certificate.deleteMany({ where: { domainId: row.id, id: { not: id } } })
      })
    },

    check: async (target, typed) => {
      const row = await findDomain(db, target, typed)
      const { name, value } = ownershipRecord(target.tenant.id, row.host)
      const [addresses, expected, found] = await Promise.all([
        dns.addresses(row.host.replace(/^\*\./, 'berth-check.')),
        dns.addresses(own.platformHost),
        proveHost(dns, target.tenant.id, row.host),
      ]).catch((cause: unknown) => {
        throw new BerthError('domain.unchecked', 'DNS does not answer: try again in a moment', { cause })
      })
      await tryAgain(db, row, { found, now: clock.now() })
      const leadsHere = expected.length === 0 ? null : addresses.some((address) => expected.includes(address))
      return {
        ...{ host: row.host, addresses: [...addresses], expected: [...expected], leadsHere },
        record: { name, value, found },
      }
    },
  }
}

/** Error: input.invalid. */
function fieldsOf({ redirectTo, tls, forceHttps, hsts }: DomainChange, host: string) {
  const to = redirectTo ? parseHost(redirectTo, { star: false }) : redirectTo
  if (to === host) throw new BerthError('input.invalid', `${host} cannot send its visitors to itself`)
  return {
    ...(to === undefined ? {} : { redirectTo: to }),
    ...(tls === undefined ? {} : { tls }),
    ...(forceHttps === undefined ? {} : { forceHttps }),
    ...(hsts === undefined ? {} : { hsts }),
  }
}

async function findDomain(
  tx: Pick<Tx, 'app' | 'domain'>,
  target: AppTarget,
  typed: string,
): Promise<DomainRow> {
  const app = await findApp(tx, target)
  const host = parseHost(typed, { star: true })
  const row = await tx.domain.findFirst({ where: { appId: app.id, host }, include: WITH_CERTIFICATE })
  if (!row) throw noSuch(typed)
  return row
}

function noSuch(host: string): BerthError {
  return new BerthError('domain.not_found', `the app has no domain ${host}`, { details: { host } })
}

async function refuseTooMany(tx: Tx, tenantId: string): Promise<void> {
  if ((await tx.domain.count({ where: { tenantId } })) < MAX_DOMAINS) return
  throw new BerthError('quota.exceeded', `a tenant has at most ${MAX_DOMAINS} domains: remove one first`, {
    details: { resource: 'domains', limit: MAX_DOMAINS },
  })
}

/** What waits for its next try is tried within a minute; what its authority or its rate holds back, no sooner. */
async function tryAgain(
  db: Db,
  row: DomainRow,
  { found, now }: { found: boolean; now: Date },
): Promise<void> {
  const soon = new Date(now.getTime() + RETRY_MS)
  if (found && row.provenAt === null)
    await db.domain.updateMany({ where: { id: row.id }, data: { provenAt: now } })
  if (row.failure === null || isWildcard(row.host)) return
  await db.domain.updateMany({
    where: { id: row.id, nextTryAt: { gt: soon }, OR: [{ heldUntil: null }, { heldUntil: { lte: now } }] },
    data: { nextTryAt: soon },
  })
}
