import { X509Certificate } from 'node:crypto'
import type { OwnHost } from '@berth/db'
import type { OwnHostState, OwnHostView, TlsMode } from '@berth/protocol'
import type { OwnHosts } from '../names/host-name.ts'

type Known = { readonly mode: TlsMode; readonly own: OwnHosts; readonly now: Date }

export function ownHostView(row: OwnHost, known: Known): OwnHostView {
  const state = stateOf(row, known)
  return {
    host: row.host,
    kind: kindOf(row, known.own),
    state,
    certificate: certificateOf(row),
    failure: row.failure,
    nextTryAt: isAskedFor(row, known) ? row.nextTryAt : null,
  }
}

function kindOf({ host, tenantId }: OwnHost, { platformHost }: OwnHosts): OwnHostView['kind'] {
  if (host === platformHost) return 'platform'
  return tenantId === null ? 'apps' : 'app'
}

function stateOf(row: OwnHost, known: Known): OwnHostState {
  if (row.notAfter !== null) return row.notAfter > known.now ? 'secure' : 'expired'
  if (!isAskedFor(row, known)) return 'missing'
  return row.failure === null ? 'pending' : 'failed'
}

function isAskedFor({ source, host }: OwnHost, { mode }: Known): boolean {
  return mode === 'acme' && source !== 'own' && !host.startsWith('*')
}

function certificateOf({ source, chain, notBefore, notAfter }: OwnHost): OwnHostView['certificate'] {
  if (chain === null || notBefore === null || notAfter === null) return null
  return { source: source === 'own' ? 'own' : 'acme', issuer: issuerOf(chain), notBefore, notAfter }
}

/** `C=US\nO=Let's Encrypt\nCN=R11` → `Let's Encrypt R11` */
function issuerOf(chain: string): string {
  const { issuer } = new X509Certificate(chain)
  const part = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(issuer)?.[1]
  return [part('O'), part('CN')].filter(Boolean).join(' ').slice(0, 200)
}
