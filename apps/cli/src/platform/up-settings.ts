import path from 'node:path'
import { BerthError } from '@berth/core'
import { TLS_MODES, type TlsMode } from '@berth/protocol'
import { z } from 'zod'
import { readIfThere } from './read-if-there.ts'
import { writeFileAtomic } from './write-file.ts'

const savedSchema = z.object({
  port: z.number().int().min(1).max(65_535).optional(),
  url: z.string().optional(),
  appsDomain: z.string().optional(),
  sshPort: z.number().int().min(0).max(65_535).optional(),
  tlsPort: z.number().int().min(0).max(65_535).optional(),
  tls: z.enum(TLS_MODES).optional(),
  acmeEmail: z.string().optional(),
  acmeUrl: z.string().optional(),
  acmeCa: z.string().optional(),
})

/** What was asked for in words; kept in the data folder, so that the next `up` need not say it again. */
export type AskedSettings = z.infer<typeof savedSchema>

export type UpSettings = {
  readonly port: number
  /** the public address, without a slash at its end */
  readonly url: string
  readonly platformHost: string
  readonly appsDomain: string
  /** where the door listens */
  readonly addresses: readonly string[]
  /** of git over SSH; 0: none */
  readonly sshPort: number
  readonly sshAddress: string
  /** of the door; 0: no TLS */
  readonly tlsPort: number
  /** who serves `url` by TLS */
  readonly tls: TlsMode
  readonly acme: AcmeAsked
}

/** Who gives certificates; empty: nobody, the usual one, the usual trust. */
export type AcmeAsked = { readonly email: string; readonly url: string; readonly caFile: string }

const DEFAULT_PORT = 7070
const DEFAULT_SSH_PORT = 7022
/** where certificate authorities look, and browsers */
const HTTP_PORT = 80
const HTTPS_PORT = 443
const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** Pure: everything that follows from what was asked for. Error: config.invalid. */
export function resolveSettings(asked: AskedSettings, hasIpv6: boolean): UpSettings {
  const tls = asked.tls ?? 'off'
  const port = asked.port ?? (tls === 'off' ? DEFAULT_PORT : HTTP_PORT)
  const url = parseUrl(asked.url ?? `http://localhost:${port}`)
  const tlsPort = asked.tlsPort ?? (tls === 'off' ? 0 : Number(url.port || HTTPS_PORT))
  refuseHalf({ tls, url, port, tlsPort, email: asked.acmeEmail ?? '' })
  const isPublic = !LOOPBACK_NAMES.includes(url.hostname)
  const opens = isPublic && !url.hostname.endsWith('.localhost') // RFC 6761: loopback, by another name
  const addresses = opens ? ['0.0.0.0', '::'] : ['127.0.0.1', '::1']
  return {
    port,
    url: url.origin,
    platformHost: url.hostname,
    appsDomain: asked.appsDomain ?? (isPublic ? url.host : `localhost:${port}`),
    addresses: addresses.filter((address) => hasIpv6 || !address.includes(':')),
    sshPort: asked.sshPort ?? DEFAULT_SSH_PORT,
    sshAddress: opens ? (hasIpv6 ? '::' : '0.0.0.0') : '127.0.0.1',
    tlsPort,
    tls,
    acme: { email: asked.acmeEmail ?? '', url: asked.acmeUrl ?? '', caFile: asked.acmeCa ?? '' },
  }
}

/** Error: config.invalid, for what could not lead to an address with TLS. */
function refuseHalf(asked: {
  readonly tls: TlsMode
  readonly url: URL
  readonly port: number
  readonly tlsPort: number
  readonly email: string
}): void {
  const { tls, url, port, tlsPort, email } = asked
  if (tls === 'off') return
  const refused = (why: string) => new BerthError('config.invalid', `--tls ${tls} ${why}`)
  if (url.protocol !== 'https:' || LOOPBACK_NAMES.includes(url.hostname))
    throw refused('needs the public address: give --url as https://berth.example.com')
  if (tlsPort === 0 || tlsPort === port)
    throw refused('needs a port of its own: give --tls-port, 443 as a rule')
  if (tls === 'acme' && email === '')
    throw refused('needs --acme-email: giving it agrees to the terms of the authority, which writes there')
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/') return url
  throw new BerthError(
    'config.invalid',
    `"${text}" is not an address: give --url as https://berth.example.com`,
  )
}

/** What is asked for now goes over what was asked for earlier, and is kept. */
export async function rememberSettings(dir: string, asked: AskedSettings): Promise<AskedSettings> {
  const file = path.join(dir, 'settings.json')
  const merged = chooseTls(parseSaved(file, await readIfThere(file)), asked)
  await writeFileAtomic(file, `${JSON.stringify(merged)}\n`, { mode: 0o644 })
  return merged
}

/**
 * Who serves an https address, where nobody said it: the door, when it is told whom the authority may write to; else a
 * proxy before it. What ran behind a proxy so far stays there. Pure.
 */
export function chooseTls(saved: AskedSettings, asked: AskedSettings): AskedSettings {
  const merged = { ...saved, ...asked }
  if (merged.tls !== undefined || !merged.url?.startsWith('https:')) return merged
  const isBehindProxy = saved.url?.startsWith('https:') ?? false
  return { ...merged, tls: merged.acmeEmail && !isBehindProxy ? 'acme' : 'off' }
}

/** Error: config.invalid. */
export function parseSaved(file: string, text = '{}'): AskedSettings {
  try {
    return savedSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new BerthError(
      'config.invalid',
      `${file} is damaged: remove it, and say --port, --url and --apps-domain again`,
      { cause },
    )
  }
}

/** Loopback has an IPv6 address. Source: /proc/net/if_inet6, absent where the kernel has no IPv6. */
export async function hasIpv6Loopback(): Promise<boolean> {
  const table = await readIfThere('/proc/net/if_inet6')
  return table?.includes('00000000000000000000000000000001') ?? false
}
