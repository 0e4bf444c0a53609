/** What may be reached from a network beside what is within it. `allow`: TCP to these hosts, by their names. */
export type Egress =
  | { readonly kind: 'none' }
  | { readonly kind: 'open' }
  | { readonly kind: 'allow'; readonly hosts: readonly AllowedHost[] }

export type AllowedHost = { readonly host: string; readonly ports: readonly number[] }

const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/

/** Undefined when it is no policy. */
export function parseEgress(value: unknown): Egress | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { kind, hosts } = value as { kind?: unknown; hosts?: unknown }
  if (kind === 'none' || kind === 'open') return { kind }
  if (kind !== 'allow' || !Array.isArray(hosts)) return undefined
  const parsed = hosts.map(parseHost)
  return parsed.every((host) => host !== undefined) ? { kind, hosts: parsed } : undefined
}

/** Hosts that are reached by their names. */
export function hostsOf(egress: Egress | undefined): readonly AllowedHost[] {
  return egress?.kind === 'allow' ? egress.hosts : []
}

function parseHost(value: unknown): AllowedHost | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { host, ports } = value as { host?: unknown; ports?: unknown }
  if (typeof host !== 'string' || !HOST.test(host) || !Array.isArray(ports)) return undefined
  return ports.every(isPort) ? { host, ports } : undefined
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535
}
