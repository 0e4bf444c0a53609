import { setTimeout as sleep } from 'node:timers/promises'
import type { AdminFile } from './admin-file.ts'
import { describeTls } from './describe-tls.ts'
import { localSession } from './local-session.ts'
import type { UpSettings } from './up-settings.ts'

const LOOK_MS = 500
/** An authority that reaches us gives one in less. */
const PATIENCE_MS = 30_000

/** Says how the certificate of the platform's address stands, and waits a little for the first one. */
export async function sayCertificate(deps: {
  readonly settings: UpSettings
  readonly admin: AdminFile
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}): Promise<void> {
  const { settings, admin, say, signal } = deps
  if (settings.tls === 'off') {
    if (settings.url.startsWith('https:'))
      say(
        `${settings.url} wants a TLS proxy before the door; with --acme-email or --cert the door does it itself`,
      )
    return
  }
  const session = localSession(settings, admin)
  const look = () => session.api.tls.overview.query().catch(() => undefined) // asked again, and told below
  const end = Date.now() + PATIENCE_MS
  let view = await look()
  if (view && isOpen(view.hosts)) say(describeTls({ ...view, hosts: [] }).message)
  while ((!view || isOpen(view.hosts)) && Date.now() < end && !signal.aborted) {
    await sleep(LOOK_MS)
    view = await look()
  }
  if (!view) return say('how the certificate stands is not known: see ./berth doctor')
  const { message, fix } = describeTls(view)
  say(fix === undefined ? message : `${message}\n  ${fix}`)
}

function isOpen(hosts: readonly { readonly kind: string; readonly state: string }[]): boolean {
  const host = hosts.find(({ kind }) => kind === 'platform')
  return host === undefined || host.state === 'pending'
}
