export type SignInResult = { ok: true } | { ok: false; reason: string }

/** Signs in at @auth/core's endpoints: a CSRF token first, then the form. `reason` is an error code of ours or of Auth.js. */
export async function signIn(email: string, password: string): Promise<SignInResult> {
  return enter('credentials', { email, password })
}

/** A guest comes back by their own link's secret. */
export async function signInAsGuest(token: string): Promise<SignInResult> {
  return enter('guest', { token })
}

async function enter(provider: string, fields: Record<string, string>): Promise<SignInResult> {
  const answer = await postForm(`/api/auth/callback/${provider}`, { ...fields, callbackUrl: '/' })
  const error = new URL(answer.url, location.origin).searchParams
  if (!error.has('error')) return { ok: true }
  return { ok: false, reason: error.get('code') ?? error.get('error') ?? '' }
}

export async function signOut(): Promise<void> {
  await postForm('/api/auth/signout', { callbackUrl: '/signin' })
}

/** Where the identity provider wants the browser. */
export async function startOidc(callbackUrl: string): Promise<string> {
  return (await postForm('/api/auth/signin/oidc', { callbackUrl })).url
}

async function postForm(path: string, fields: Record<string, string>): Promise<{ url: string }> {
  const { csrfToken }: { csrfToken: string } = await (await fetch('/api/auth/csrf')).json()
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'x-auth-return-redirect': '1' },
    body: new URLSearchParams({ ...fields, csrfToken }),
  })
  return await response.json()
}
