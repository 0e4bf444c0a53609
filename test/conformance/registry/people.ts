import type { Permission } from '@berth/core'
import { clientOf } from './client.ts'
import { ALL_SCOPES, type RegistryFixture } from './registry-fixture.ts'

export type People = Awaited<ReturnType<typeof logIn>>

const SCOPES: Record<string, readonly Permission[]> = {
  'owner@acme.test': ALL_SCOPES,
  'owner@rival.test': ALL_SCOPES,
  'admin@berth.test': [...ALL_SCOPES, 'platform:admin'],
}

/** The fixture's people with an API token each: the check of a password is slow on purpose. */
export async function logIn(registry: RegistryFixture) {
  const tokens = new Map<string, string>()
  for (const [email, scopes] of Object.entries(SCOPES))
    tokens.set(email, (await registry.tokenOf(email, scopes)).token)

  const credentials = (email: string) => `x:${tokens.get(email)}`
  const headers = (email: string) => ({ authorization: basic(credentials(email)) })
  const as = (email: string, repository: string) =>
    clientOf({ url: registry.url, repository: () => repository, headers: async () => headers(email) })
  return { credentials, headers, as }
}

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`
