import { BerthError } from '@berth/core'
import { ANONYMOUS_SUBJECT, TOKEN_SECONDS } from '../bearer-token.ts'
import { actorOf, type Caller } from '../caller.ts'
import { type Call, sendJson } from '../http/call.ts'
import { parseRepositoryName } from '../names.ts'
import { subjectOf } from '../registry-actor.ts'
import { parseScopes, type RepositoryScope } from '../scope.ts'

/**
 * `GET /v2/token?service=&scope=…` with Basic (or nobody's): a bearer token with what of the scopes is allowed.
 * Source: distribution, "Token Authentication Specification".
 */
export async function token(call: Call): Promise<void> {
  const { deps, caller, query } = call
  if (caller.granted !== null) {
    throw new BerthError('auth.token_invalid', 'a registry token cannot be traded for another: log in again')
  }
  const actor = actorOf(caller)
  const access = await allowed(call, caller, parseScopes(query.getAll('scope')))
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
