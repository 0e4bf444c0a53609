import path from 'node:path'
import { BerthError } from '@berth/core'
import { z } from 'zod'
import { readIfThere } from './read-if-there.ts'
import { writeFileAtomic } from './write-file.ts'

const savedSchema = z.object({
  port: z.number().int().min(1).max(65_535).optional(),
  url: z.string().optional(),
  appsDomain: z.string().optional(),
  sshPort: z.number().int().min(0).max(65_535).optional(),
  tlsPort: z.number().int().min(0).max(65_535).optional(),
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
  readonly acme: AcmeAsked
}

/** Who gives certificates; empty: nobody, the usual one, the usual trust. */
export type AcmeAsked = { readonly email: string; readonly url: string; readonly caFile: string }

const DEFAULT_PORT = 7070
const DEFAULT_SSH_PORT = 7022
const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** Pure: everything that follows from what was asked for. Error: config.invalid. */
export function resolveSettings(asked: AskedSettings, hasIpv6: boolean): UpSettings {
  const port = asked.port ?? DEFAULT_PORT
  const url = parseUrl(asked.url ?? `http://localhost:${port}`)
  const isPublic = !LOOPBACK_NAMES.includes(url.hostname)
  const addresses = isPublic ? ['0.0.0.0', '::'] : ['127.0.0.1', '::1']
  return {
    port,
    url: url.origin,
    platformHost: url.hostname,
    appsDomain: asked.appsDomain ?? (isPublic ? url.host : `localhost:${port}`),
    addresses: addresses.filter((address) => hasIpv6 || !address.includes(':')),
    sshPort: asked.sshPort ?? DEFAULT_SSH_PORT,
    sshAddress: isPublic ? (hasIpv6 ? '::' : '0.0.0.0') : '127.0.0.1',
    tlsPort: asked.tlsPort ?? 0,
    acme: { email: asked.acmeEmail ?? '', url: asked.acmeUrl ?? '', caFile: asked.acmeCa ?? '' },
  }
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
  const merged = { ...parseSaved(file, await readIfThere(file)), ...asked }
  await writeFileAtomic(file, `${JSON.stringify(merged)}\n`, { mode: 0o644 })
  return merged
}

function parseSaved(file: string, text = '{}'): AskedSettings {
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
