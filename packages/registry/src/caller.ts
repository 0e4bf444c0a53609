import { BerthError, type Clock } from '@berth/core'
import type { Db } from '@berth/db'
import { ANONYMOUS_SUBJECT, type BearerTokens, NODE_SUBJECT } from './bearer-token.ts'
import type { RepositoryName } from './names.ts'
import { recallActor } from './recall-actor.ts'
import type { RegistryActor, RegistryAuth } from './registry-actor.ts'
import type { Rights } from './rights.ts'
import type { Action, RepositoryScope } from './scope.ts'
import { createVerdictCache } from './verdict-cache.ts'

/** Who sent a request, and to what the token at hand cuts their rights (null: to nothing). */
export type Caller =
  | { readonly kind: 'anonymous'; readonly granted: readonly RepositoryScope[] | null }
  | { readonly kind: 'node'; readonly granted: readonly RepositoryScope[] }
  | {
      readonly kind: 'actor'
      readonly actor: RegistryActor
      readonly granted: readonly RepositoryScope[] | null
      /** whether a mount may look for its source: not with a token that was cut down for somebody else, as for a node */
      readonly discovers: boolean
    }

export type Callers = {
  /** Errors: auth.token_invalid, auth.bad_credentials, auth.too_many_attempts. */
  identify(authorization: string | null, ip: string | null): Promise<Caller>
  /** Whether it may; and if not, `refuse` says why. */
  may(caller: Caller, name: RepositoryName, action: Action): Promise<boolean>
  refuse(caller: Caller, name: RepositoryName, action: Action, ip: string | null): Promise<BerthError>
}

const BELIEVED_MS = 2000

export function createCallers(deps: {
  readonly db: Db
  readonly auth: RegistryAuth
  readonly tokens: BearerTokens
  readonly rights: Rights
  readonly clock: Clock
}): Callers {
  const { auth, tokens, rights } = deps
  const believe = createVerdictCache<RegistryActor | undefined>({ clock: deps.clock, ttlMs: BELIEVED_MS })

  const fromBearer = async (text: string): Promise<Caller> => {
    const { subject, access, issuedAt, login } = await tokens.verify(text)
    if (subject === NODE_SUBJECT) return { kind: 'node', granted: access }
    if (subject === ANONYMOUS_SUBJECT) return { kind: 'anonymous', granted: access }
    const key = `${subject} ${issuedAt.getTime()}`
    const actor = await believe(key, () => recallActor(deps, subject, issuedAt))
    if (actor) return { kind: 'actor', actor, granted: access, discovers: login }
    throw new BerthError(
      'auth.token_invalid',
      'the token or account that this login was made with is no longer valid',
    )
  }

  return {
    identify: async (authorization, ip) => {
      if (!authorization) return { kind: 'anonymous', granted: null }
      const bearer = /^bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(
        authorization.trim(),
      )?.[1]
      if (bearer !== undefined) return fromBearer(bearer)
      const actor = await auth.authenticate({ authorization, cookie: null, ip })
      return actor
        ? { kind: 'actor', actor, granted: null, discovers: true }
        : { kind: 'anonymous', granted: null }
    },
    may: async (caller, name, action) => {
      if (caller.granted !== null && !includes(caller.granted, name, action)) return false
      return caller.kind === 'node' || rights.may(actorOf(caller), name, action)
    },
    refuse: async (caller, name, action, ip) => {
      if (caller.kind === 'node') {
        return new BerthError(
          'auth.scope_missing',
          `this token is for pulling another image than ${name.full}`,
        )
      }
      return rights.refusal(actorOf(caller), name, action, ip)
    },
  }
}

export function actorOf(caller: Caller): RegistryActor | null {
  return caller.kind === 'actor' ? caller.actor : null
}

/** For "pushed by" columns. */
export function labelOf(caller: Caller): string | null {
  return actorOf(caller)?.label ?? null
}

function includes(granted: readonly RepositoryScope[], name: RepositoryName, action: Action): boolean {
  return granted.some((scope) => scope.name === name.full && scope.actions.includes(action))
}
