import type { OwnHostView, OwnTlsView } from '@berth/protocol'

/** How the platform's address stands, in a sentence, and what to do where that is not well. Pure. */
export function describeTls(view: OwnTlsView): {
  readonly ok: boolean
  readonly message: string
  readonly fix?: string
} {
  if (view.mode === 'off')
    return view.url.startsWith('https:')
      ? { ok: true, message: `${view.url} is served by TLS before the door, not by it` }
      : { ok: true, message: `${view.url} is served without TLS`, fix: SECURE }
  const host = view.hosts.find(({ kind }) => kind === 'platform')
  const name = new URL(view.url).hostname
  if (!host || host.state === 'pending')
    return {
      ok: true,
      message: `the certificate of ${name} is being asked for: until it is there only loopback answers`,
    }
  const { certificate, failure } = host
  if (host.state === 'secure' && certificate) return served(name, certificate, failure, view)
  if (host.state === 'missing') return { ok: false, message: `${name} has no certificate`, fix: GIVE }
  const when = host.nextTryAt ? `; it is tried again ${sayTime(host.nextTryAt)}` : ''
  const what =
    host.state === 'expired' ? `the certificate of ${name} has expired` : `no certificate for ${name} came`
  return {
    ok: false,
    message: `${what}${failure === null ? '' : `: ${failure}`}${when}`,
    fix: view.mode === 'files' ? GIVE : REACH(name),
  }
}

const SECURE =
  'for https: ./berth up --url https://HOST --acme-email YOU@HOST, or --cert FILE --key FILE in place of --acme-email'
const GIVE = 'bring one: berth tls set --cert FILE --key FILE'
const REACH = (name: string) =>
  `see that ${name} leads to this machine in DNS, A and AAAA, and that its port 80 is open to the internet and leads to the door; then: berth tls try`

function served(
  name: string,
  { issuer, notAfter }: NonNullable<OwnHostView['certificate']>,
  failure: string | null,
  { apps }: OwnTlsView,
) {
  const rest = failure === null ? '' : `; the next one did not come: ${failure}`
  const others = apps.total === 0 ? '' : `; ${apps.secure} of ${apps.total} apps have one`
  return {
    ok: failure === null,
    message: `${name} has a certificate of ${issuer} until ${sayTime(notAfter)}${others}${rest}`,
    ...(failure === null ? {} : { fix: REACH(name) }),
  }
}

/** `2026-11-22 12:30 UTC` */
function sayTime(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
