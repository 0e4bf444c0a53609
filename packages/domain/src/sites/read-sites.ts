import { type DoorCertificate, type DoorDomain, type DoorSite, Secret } from '@berth/core'
import type { Db, Prisma } from '@berth/db'
import type { Logger } from '@berth/log'
import { isReserved, type OwnHosts } from '../names/host-name.ts'
import { openOne, type SecretBox } from '../ports.ts'
import { doorSettings, NOTHING_SET } from './door-settings.ts'

/** What owners set, by the id of their app; apps without anything set are left out. */
export type ReadSites = () => Promise<ReadonlyMap<string, DoorSite>>

const INCLUDE = {
  door: true,
  domains: { include: { certificate: true }, orderBy: { host: 'asc' } },
} satisfies Prisma.AppInclude

type Row = Prisma.AppGetPayload<{ include: typeof INCLUDE }>
type DomainRow = Row['domains'][number]

/** Opened secrets stay in memory: a sealed value never changes, and the door is asked for every few seconds. */
export function createSiteReader(deps: {
  readonly db: Db
  readonly secrets: Pick<SecretBox, 'open'>
  readonly own: OwnHosts
  readonly log: Logger
}): ReadSites {
  const { db, own, log } = deps
  let opened = new Map<string, string>()

  const open = async (known: Map<string, string>, context: string, sealed: string) => {
    const plain = opened.get(sealed) ?? (await openOne(deps.secrets, context, sealed))
    known.set(sealed, plain)
    return plain
  }

  const certificateOf = async (
    known: Map<string, string>,
    row: DomainRow,
  ): Promise<DoorCertificate | null> => {
    if (!row.certificate) return null
    const { id: name, chain, key } = row.certificate
    try {
      return { name, pem: new Secret(`${chain.trim()}\n${(await open(known, row.tenantId, key)).trim()}\n`) }
    } catch (error) {
      log.warn({ err: error, host: row.host }, 'the key of a certificate cannot be opened')
      return null
    }
  }

  const siteOf = async (known: Map<string, string>, app: Row): Promise<DoorSite> => {
    const { redirects, users, maintenance } = app.door ? doorSettings(app.door) : NOTHING_SET
    const domains = app.domains.filter(({ host }) => !isReserved(host, own))
    const proofs = await Promise.all(users.map(({ proof }) => open(known, app.tenantId, proof)))
    return {
      id: app.id,
      domains: await Promise.all(
        domains.map(async (row) => doorDomain(row, await certificateOf(known, row))),
      ),
      redirects,
      guard: app.door && proofs.length > 0 ? { salt: app.door.salt, proofs } : null,
      maintenance,
    }
  }

  return async () => {
    const known = new Map<string, string>()
    const apps = await db.app.findMany({
      where: { deletedAt: null, OR: [{ door: { isNot: null } }, { domains: { some: {} } }] },
      include: INCLUDE,
    })
    const sites = await Promise.all(apps.map((app) => siteOf(known, app)))
    opened = known
    return new Map(sites.map((site) => [site.id, site]))
  }
}

function doorDomain(row: DomainRow, certificate: DoorCertificate | null): DoorDomain {
  const { host, redirectTo, forceHttps, hsts, challengeToken: token, challengeAnswer: answer } = row
  const challenge = token !== null && answer !== null ? { token, answer } : null
  return { host, redirectTo, certificate, forceHttps, hsts, challenge }
}
