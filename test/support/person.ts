import type { AppRouter } from '@berth/api'
import { createTRPCClient, httpLink } from '@trpc/client'
import superjson from 'superjson'
import type { TestPlatform } from './platform.ts'

export type Api = ReturnType<typeof connectApi>

/** The platform's API as whoever the headers say. */
export function connectApi(url: string, headers: Record<string, string>) {
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/api/trpc`, transformer: superjson, headers })],
  })
}

/** Signs in as a browser does, and returns the session's cookie. */
export async function signIn(url: string, email: string, password: string): Promise<string> {
  const opened = await fetch(`${url}/api/auth/csrf`)
  const { csrfToken } = (await opened.json()) as { csrfToken: string }
  const answered = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies(opened), origin: url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, email, password }),
  })
  return cookies(answered)
}

function cookies(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/** Somebody new in the administrator's tenant, as a developer; with an API token to push with. */
export async function inviteDeveloper(platform: TestPlatform, name: string): Promise<{ token: string }> {
  const { tenant, email: adminEmail, password: adminPassword } = platform.admin
  const [email, password] = [`${name}@example.test`, `${name} likes long passwords`]
  const as = async (who: string, secret: string) =>
    connectApi(platform.url, { origin: platform.url, cookie: await signIn(platform.url, who, secret) })
  const admin = await as(adminEmail, adminPassword)
  const { link } = await admin.invitations.create.mutate({ tenant, email, role: 'developer' })
  const invitation = new URL(String(link), platform.url).pathname.split('/').at(-1) ?? ''
  const stranger = connectApi(platform.url, { origin: platform.url })
  await stranger.auth.acceptInvitation.mutate({ token: invitation, password })
  const scopes = ['app:read' as const, 'app:deploy' as const]
  const api = await as(email, password)
  return api.tokens.create.mutate({ tenant, name: 'push', scopes, expiresInDays: 1 })
}

/** Somebody new with a tenant of their own, invited by the administrator; with an API token for everything in it. */
export async function inviteOwner(
  platform: TestPlatform,
  name: string,
): Promise<{ token: string; api: Api }> {
  const email = `${name}@example.test`
  const password = `${name} likes long passwords`
  const admin = connectApi(platform.url, {
    origin: platform.url,
    cookie: await signIn(platform.url, platform.admin.email, platform.admin.password),
  })
  const { link } = await admin.admin.inviteUser.mutate({ email })
  const invitation = new URL(String(link), platform.url).pathname.split('/').at(-1) ?? ''
  await connectApi(platform.url, { origin: platform.url }).auth.acceptInvitation.mutate({
    token: invitation,
    password,
  })
  const api = connectApi(platform.url, {
    origin: platform.url,
    cookie: await signIn(platform.url, email, password),
  })
  await api.tenants.create.mutate({ name })
  const { token } = await api.tokens.create.mutate({
    tenant: name,
    name: 'test',
    scopes: [
      'tenant:read',
      'app:read',
      'app:deploy',
      'app:exec',
      'app:destroy',
      'registry:pull',
      'registry:push',
    ],
    expiresInDays: 1,
  })
  return { token, api }
}
