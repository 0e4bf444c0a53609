import type { AppRouter } from '@berth/api'
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client'
import superjson from 'superjson'

/** One browser: its cookies, and the Origin that it sends. */
export class BrowserSession {
  readonly #url: string
  readonly #cookies = new Map<string, string>()

  constructor(url: string) {
    this.#url = url
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('cookie', this.cookie)
    if (!headers.has('origin')) headers.set('origin', this.#url)
    const response = await fetch(new URL(path, this.#url), { redirect: 'manual', ...init, headers })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  /** The reason of a refusal, or undefined. */
  async signIn(email: string, password: string): Promise<string | undefined> {
    return this.signInWith('credentials', { email, password })
  }

  /** By another way in than a password. */
  async signInWith(provider: string, fields: Record<string, string>): Promise<string | undefined> {
    const answer = await this.#postForm(`/api/auth/callback/${provider}`, fields)
    const { searchParams } = new URL(answer)
    return searchParams.get('code') ?? searchParams.get('error') ?? undefined
  }

  async signOut(): Promise<void> {
    await this.#postForm('/api/auth/signout', {})
  }

  /** Where the identity provider wants the browser. */
  startOidc(): Promise<string> {
    return this.#postForm('/api/auth/signin/oidc', {})
  }

  get api() {
    return apiClient(this.#url, (path, init) => this.fetch(path, init))
  }

  async #postForm(path: string, fields: Record<string, string>): Promise<string> {
    const { csrfToken } = (await (await this.fetch('/api/auth/csrf')).json()) as { csrfToken: string }
    const response = await this.fetch(path, {
      method: 'POST',
      headers: { 'x-auth-return-redirect': '1' },
      body: new URLSearchParams({ ...fields, csrfToken, callbackUrl: '/' }),
    })
    return ((await response.json()) as { url: string }).url
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';', 1)
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    if (value === '' || /max-age=0/i.test(line)) this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}

/** A script with a token. */
export function tokenClient(url: string, token: string) {
  return apiClient(url, (path, init) => {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${token}`)
    return fetch(path, { ...init, headers })
  })
}

function apiClient(url: string, send: (path: string, init: RequestInit) => Promise<Response>) {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${url}/api/trpc`,
        transformer: superjson,
        fetch: (input, init) => send(addressOf(input), init as RequestInit),
      }),
    ],
  })
}

function addressOf(input: RequestInfo | URL | string): string {
  return input instanceof Request ? input.url : input.toString()
}

/** The platform's code of what a call refuses; undefined when it does not. */
export async function refusal(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    if (error instanceof TRPCClientError)
      return (error.data as { berth?: { code: string } } | null)?.berth?.code
    throw error
  }
}
