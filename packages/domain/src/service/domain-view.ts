import type { Prisma } from '@berth/db'
import type { DomainState, DomainView } from '@berth/protocol'
import { isWildcard } from '../names/host-name.ts'

export const WITH_CERTIFICATE = { certificate: true } satisfies Prisma.DomainInclude

export type DomainRow = Prisma.DomainGetPayload<{ include: typeof WITH_CERTIFICATE }>

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
  }
}

function domainState(row: DomainRow, automatic: boolean, now: Date): DomainState {
  if (row.certificate) return row.certificate.notAfter > now ? 'secure' : 'expired'
  if (!isAskedFor(row, automatic)) return 'plain'
  return row.failure === null ? 'pending' : 'failed'
}

function isAskedFor({ tls, host, certificate }: DomainRow, automatic: boolean): boolean {
  return automatic && tls && !isWildcard(host) && certificate?.source !== 'own'
}
