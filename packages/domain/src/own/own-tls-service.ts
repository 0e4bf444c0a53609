import { BerthError, type Clock, newId } from '@berth/core'
import type { Db } from '@berth/db'
import type { OwnTlsView, TlsMode } from '@berth/protocol'
import { checkCertificate } from '../certificates/check-certificate.ts'
import type { OwnHosts } from '../names/host-name.ts'
import { sealOne, type SecretBox, type Wake } from '../ports.ts'
import { OWN_CONTEXT } from './own-context.ts'
import { ownHostView } from './own-host-view.ts'

/** Certificates of the platform's own names, as an administrator sees and brings them. */
export type OwnTlsService = {
  overview(): Promise<OwnTlsView>
  /** What failed is asked for within seconds, unless the authority wants a pause. */
  tryNow(caller: Caller): Promise<OwnTlsView>
  /**
   * A certificate for the platform's address, for all names below the apps' domain, or for both.
   * Errors: certificate.invalid, config.invalid when the door does not serve the address.
   */
  setCertificate(caller: Caller, given: Given): Promise<OwnTlsView>
  /** What an administrator brought serves no more. */
  removeCertificate(caller: Caller): Promise<OwnTlsView>
}

type Caller = { readonly by: string; readonly ip: string | null }
type Given = { readonly chain: string; readonly key: string }

const SHOWN = 100
/** As long as the door keeps its certificate. */
const UNSEEN_MS = 48 * 3_600_000

export function createOwnTlsService(deps: {
  readonly db: Db
  readonly secrets: Pick<SecretBox, 'seal'>
  readonly wake: Wake
  readonly own: OwnHosts
  readonly url: string
  readonly mode: TlsMode
  readonly clock: Clock
}): OwnTlsService {
  const { db, own, url, mode, clock } = deps
  const star = `*.${own.appsDomain}`

  const overview = async (): Promise<OwnTlsView> => {
    if (mode === 'off') return { mode, url, hosts: [], apps: { total: 0, secure: 0 } }
    const now = clock.now()
    const seenAt = { gt: new Date(now.getTime() - UNSEEN_MS) }
    const rows = await db.ownHost.findMany({
      where: { OR: [{ seenAt }, { source: 'own' }] },
      orderBy: { host: 'asc' },
    })
    const hasStar = rows.some(({ host, notAfter }) => host === star && notAfter !== null && notAfter > now)
    const views = rows.map((row) => ownHostView(row, { mode, own, now }))
    const apps = views.filter(({ kind }) => kind === 'app')
    // one certificate stands for all of them: what none of them has is missed by nobody
    const shown = hasStar ? views.filter(({ kind }) => kind !== 'app') : views
    return {
      ...{ mode, url },
      hosts: shown.toSorted((a, b) => placeOf(a) - placeOf(b)).slice(0, SHOWN),
      apps: {
        total: apps.length,
        secure: apps.filter(({ state }) => hasStar || state === 'secure').length,
      },
    }
  }

  const note = (caller: Caller, action: string) =>
    db.audit.create({
      data: { id: newId('audit'), ...caller, action, target: own.platformHost, outcome: 'allowed' },
    })

  return {
    overview,
    tryNow: async (caller) => {
      const now = clock.now()
      await db.ownHost.updateMany({
        where: {
          failure: { not: null },
          nextTryAt: { gt: now },
          OR: [{ heldUntil: null }, { heldUntil: { lte: now } }],
        },
        data: { nextTryAt: now },
      })
      await note(caller, 'tls.tried')
      return overview()
    },
    setCertificate: async (caller, given) => {
      if (mode === 'off')
        throw new BerthError(
          'config.invalid',
          'the door does not serve the address of the platform: start it with ./berth up --tls files or acme',
        )
      await keepBrought(deps, given)
      await note(caller, 'tls.certificate_set')
      await deps.wake.wakeScheduler('tls.certificate_set')
      return overview()
    },
    removeCertificate: async (caller) => {
      await db.ownHost.deleteMany({ where: { source: 'own', host: { startsWith: '*' } } })
      const now = clock.now()
      const none = {
        source: null,
        certificateId: null,
        chain: null,
        key: null,
        notBefore: null,
        notAfter: null,
      }
      await db.ownHost.updateMany({ where: { source: 'own' }, data: { ...none, nextTryAt: now } })
      await note(caller, 'tls.certificate_removed')
      await deps.wake.wakeScheduler('tls.certificate_removed')
      return overview()
    },
  }
}

/** Of the platform's names it serves those that it is for. Error: certificate.invalid, when it is for none. */
export async function keepBrought(
  deps: {
    readonly db: Db
    readonly secrets: Pick<SecretBox, 'seal'>
    readonly own: OwnHosts
    readonly clock: Clock
  },
  given: Given,
): Promise<void> {
  const { db, secrets, own, clock } = deps
  const now = clock.now()
  const hosts = [...new Set([own.platformHost, `*.${own.appsDomain}`])]
  const checked = hosts.map((host) => ({ host, ...tryCheck({ ...given, host, now }) }))
  const good = checked.flatMap(({ host, certificate }) => (certificate ? [{ host, ...certificate }] : []))
  if (good.length === 0) throw checked[0]?.error
  for (const { host, chain, key, notBefore, notAfter } of good) {
    const sealed = await sealOne(secrets, OWN_CONTEXT, key)
    const data = {
      ...{ source: 'own', certificateId: newId('certificate'), chain, key: sealed, notBefore, notAfter },
      ...{ failure: null, failures: 0, heldUntil: null, challengeToken: null, challengeAnswer: null },
    }
    await db.ownHost.upsert({ where: { host }, update: data, create: { host, ...data } })
  }
}

function tryCheck(given: Parameters<typeof checkCertificate>[0]) {
  try {
    return { certificate: checkCertificate(given) }
  } catch (error) {
    return { error }
  }
}

function placeOf({ kind, state }: OwnTlsView['hosts'][number]): number {
  if (kind !== 'app') return kind === 'platform' ? 0 : 1
  return state === 'secure' ? 4 : state === 'pending' ? 3 : 2
}
