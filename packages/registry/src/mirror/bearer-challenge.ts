/** What a 401 asks for: a token from `realm`, or the login itself. */
export type UpstreamChallenge =
  | { readonly kind: 'bearer'; readonly realm: string; readonly service: string | null }
  | { readonly kind: 'basic' }

/** Reads WWW-Authenticate (RFC 9110 11.6.1) as registries write it; undefined when it is neither of the two. */
export function parseChallenge(header: string | undefined): UpstreamChallenge | undefined {
  const [, scheme = '', rest = ''] = /^\s*([A-Za-z]+)\s*(.*)$/s.exec((header ?? '').slice(0, 4096)) ?? []
  switch (scheme.toLowerCase()) {
    case 'basic':
      return { kind: 'basic' }
    case 'bearer': {
      const parameters = parametersOf(rest)
      const realm = parameters.get('realm')
      return realm === undefined
        ? undefined
        : { kind: 'bearer', realm, service: parameters.get('service') ?? null }
    }
    default:
      return undefined
  }
}

function parametersOf(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/([a-z_]+)="([^"]*)"/gi)
  return new Map([...found].map(([, name = '', value = '']) => [name.toLowerCase(), value]))
}
