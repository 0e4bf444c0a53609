import type { AppRouter } from '@berth/api'
import { BerthError } from '@berth/core'
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'
import superjson from 'superjson'
import { readEnv } from '../env.ts'
import { type Login, resolveLogin } from './login.ts'
import { describeStranger, describeUnreachable, Unreachable } from './unreachable.ts'

/** What every command that talks to a platform takes. */
export type SessionOptions = { readonly tenant?: string; readonly data?: string; readonly json?: boolean }

export type Session = {
  readonly url: string
  readonly token: string
  readonly api: TRPCClient<AppRouter>
  /** the tenant that was named, or the first one of the token */
  tenant(): Promise<string>
}

export async function openSession(options: SessionOptions): Promise<Session> {
  return connect(await resolveLogin(readEnv(), options.data), options.tenant)
}

export function connect(login: Login, asked?: string): Session {
  const { url, token } = login
  const api = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${url}/api/trpc`,
        transformer: superjson,
        headers: { authorization: `Bearer ${token}` },
        fetch: (input, init) => reach(url, input, init as RequestInit),
      }),
    ],
  })
  return { url, token, api, tenant: async () => asked ?? login.tenant ?? (await firstTenant(api)) }
}

/** Error: Unreachable, also for an answer that is not the API's. */
async function reach(url: string, input: RequestInfo | URL | string, init: RequestInit): Promise<Response> {
  const response = await fetch(input, init).catch((cause: unknown) => {
    throw new Unreachable(describeUnreachable(url, cause), { cause })
  })
  if (response.headers.get('content-type')?.includes('json')) return response
  throw new Unreachable(describeStranger(url, response.status))
}

async function firstTenant(api: TRPCClient<AppRouter>): Promise<string> {
  const { tenants } = await api.me.get.query()
  const [first] = tenants
  if (first) return first.name
  throw new BerthError(
    'tenant.not_found',
    'you are in no tenant yet: make one on the page, or ask for an invitation',
  )
}
