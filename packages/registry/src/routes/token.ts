import { BerthError } from '@berth/core'
import { ANONYMOUS_SUBJECT, TOKEN_SECONDS } from '../bearer-token.ts'
import { actorOf, type Caller } from '../caller.ts'
import { readBody } from '../http/body.ts'
import { type Call, sendJson } from '../http/call.ts'
import { parseRepositoryName } from '../names.ts'
import { subjectOf } from '../registry-actor.ts'
import { parseScopes, type RepositoryScope } from '../scope.ts'

const MAX_FORM_BYTES = 16 * 1024

/**
 * `GET /v2/token?service=&scope=…` with Basic (or nobody's): a bearer token with what of the scopes is allowed.
 * Source: distribution, "Token Authentication Specification".
 */
export function token(call: Call): Promise<void> {
  return give(call, call.caller, call.query.getAll('scope'))
}

/**
 * `POST /v2/token` with a form, as containerd and docker send it: the login in the body. What is asked to refresh is
 * an API token, because none of ours outlives a login. Source: distribution, "Token Authentication Using OAuth2".
 */
export async function tokenByForm(call: Call): Promise<void> {
  const body = await readBody(call.request, MAX_FORM_BYTES, 'the form of a login')
  const form = new URLSearchParams(body.toString('utf8'))
  const caller = await call.deps.callers.identify(authorizationOf(form), call.ip)
  return give(call, caller, form.getAll('scope'))
}

/** Error: input.invalid for a way to log in that there is not. */
function authorizationOf(form: URLSearchParams): string {
  const field = (name: string) => form.get(name) ?? ''
  switch (form.get('grant_type')) {
    case 'password':
      return `Basic ${Buffer.from(`${field('username')}:${field('password')}`).toString('base64')}`
    case 'refresh_token':
      return `Basic ${Buffer.from(`token:${field('refresh_token')}`).toString('base64')}`
    default:
      throw new BerthError('input.invalid', 'grant_type is password or refresh_token')
  }
}

async function give(call: Call, caller: Caller, scopes: readonly string[]): Promise<void> {
  const { deps } = call
  if (caller.granted !== null) {
    throw new BerthError('auth.token_invalid', 'a registry token cannot be traded for another: log in again')
  }
  const actor = actorOf(caller)
  const access = await allowed(call, caller, parseScopes(scopes))
  const signed = await deps.tokens.sign(actor ? subjectOf(actor) : ANONYMOUS_SUBJECT, access, { login: true })
  sendJson(
    call,
    200,
    {
      token: signed,
      access_token: signed,
      expires_in: TOKEN_SECONDS,
      issued_at: deps.clock.now().toISOString(),
    },
    { 'cache-control': 'no-store' },
  )
}

async function allowed(
  { deps }: Call,
  caller: Caller,
  wanted: readonly RepositoryScope[],
): Promise<RepositoryScope[]> {
  const granted: RepositoryScope[] = []
  for (const { name: full, actions } of wanted) {
    const name = nameOrNothing(full)
    if (!name) continue
    const may = await Promise.all(actions.map((action) => deps.callers.may(caller, name, action)))
    granted.push({ name: full, actions: actions.filter((_, i) => may[i]) })
  }
  return granted.filter(({ actions }) => actions.length > 0)
}

/** Clients ask for whatever they find in their caches: what is no name here is not granted, and no error either. */
function nameOrNothing(full: string) {
  try {
    return parseRepositoryName(full)
  } catch {
    return undefined
  }
}
