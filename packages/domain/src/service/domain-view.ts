import type { Prisma } from '@berth/db'
import type { DomainState, DomainView } from '@berth/protocol'
import { isWildcard } from '../names/host-name.ts'
import { ownershipRecord } from '../names/ownership.ts'

export const WITH_CERTIFICATE = { certificate: true } satisfies Prisma.DomainInclude

export type DomainRow = Prisma.DomainGetPayload<{ include: typeof WITH_CERTIFICATE }>

/** After so long without having been proven once, a claim keeps nobody else away. */
const UNPROVEN_MS = 7 * 24 * 3_600_000

/** `automatic`: whether the platform asks for certificates. */
export function domainView(row: DomainRow, automatic: boolean, now: Date): DomainView {
  const { id, host, redirectTo, tls, forceHttps, hsts, createdBy, createdAt } = row
  const state = domainState(row, automatic, now)
  const certificate = row.certificate && {
    source: row.certificate.source === 'own' ? ('own' as const) : ('acme' as const),
    notAfter: row.certificate.notAfter,
  }
  return {
    ...{ id, host, state, redirectTo, tls, forceHttps, hsts, certificate, createdBy, createdAt },
    failure: row.failure,
    nextTryAt: isAskedFor(row, automatic) ? row.nextTryAt : null,
    ownership:
      row.provenAt === null
        ? { proven: false, openAt: openAt(row), record: ownershipRecord(row.tenantId, host) }
        : { proven: true },
  }
}

/** From when on somebody else may claim what was never proven. */
export function openAt({ createdAt }: Pick<DomainRow, 'createdAt'>): Date {
  return new Date(createdAt.getTime() + UNPROVEN_MS)
}

function domainState(row: DomainRow, automatic: boolean, now: Date): DomainState {
  if (row.certificate) return row.certificate.notAfter > now ? 'secure' : 'expired'
  if (!isAskedFor(row, automatic)) return 'plain'
  return row.failure === null ? 'pending' : 'failed'
}

function isAskedFor({ tls, host, certificate }: DomainRow, automatic: boolean): boolean {
  return automatic && tls && !isWildcard(host) && certificate?.source !== 'own'
}
