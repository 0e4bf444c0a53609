import { newId } from '@berth/core'
import type { RegistryFixture } from './registry-fixture.ts'

type Settings = {
  readonly namespaces?: string[]
  readonly login?: { readonly username: string; readonly password: string }
  readonly realms?: string[]
  readonly ttlSeconds?: number
  readonly maxBytes?: number
}

/** Mirrors an upstream on the loopback below a prefix of its own, which is returned. */
export async function mirrorUpstream(
  registry: RegistryFixture,
  url: string,
  { namespaces = [], login, realms = [], ttlSeconds = 300, maxBytes = 1024 ** 3 }: Settings = {},
): Promise<string> {
  const id = newId('upstream')
  const prefix = `m${id.slice(-8).toLowerCase()}`
  const password = login ? Buffer.from(registry.sealer.seal(id, login.password)) : null
  await registry.db.upstream.create({
    data: {
      id,
      prefix,
      url,
      namespaces,
      realms,
      ttlSeconds,
      maxBytes: BigInt(maxBytes),
      plainHttp: true,
      username: login?.username ?? null,
      password: password && new Uint8Array(password),
    },
  })
  // switched-on upstreams are believed for two seconds; one that was never asked for is read at once
  return prefix
}

/** What a signed-in person pulls with. */
export function readerOf(registry: RegistryFixture, token: string) {
  const authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
  return async (path: string, options: { method?: string; headers?: Record<string, string> } = {}) => {
    const response = await fetch(`${registry.url}/v2/${path}`, {
      method: options.method ?? 'GET',
      headers: { authorization, ...options.headers },
    })
    const body = Buffer.from(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, body, text: body.toString() }
  }
}
