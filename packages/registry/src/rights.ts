import { BerthError, type Clock, type Permission } from '@berth/core'
import type { Db } from '@berth/db'
import { createMirrorRights } from './mirror/mirror-rights.ts'
import { LIBRARY, MIRROR, type RepositoryName } from './names.ts'
import { type RegistryActor, type RegistryAuth, subjectOf } from './registry-actor.ts'
import type { Action } from './scope.ts'
import { createVerdictCache } from './verdict-cache.ts'

/** Together with the recall of the actor it stays below the five seconds in which a revocation must work. */
const BELIEVED_MS = 2000

const PERMISSION = {
  pull: 'registry:pull',
  push: 'registry:push',
  delete: 'registry:delete',
} as const satisfies Record<Action, Permission>

/** Who may do what with which repository. The one place of the registry that decides it. */
export type Rights = {
  may(actor: RegistryActor | null, name: RepositoryName, action: Action): Promise<boolean>
  /** The error that tells somebody why not. A repository of others and a missing one get the same. */
  refusal(
    actor: RegistryActor | null,
    name: RepositoryName,
    action: Action,
    ip: string | null,
  ): Promise<BerthError>
}

export function createRights({ db, auth, clock }: { db: Db; auth: RegistryAuth; clock: Clock }): Rights {
  const believe = createVerdictCache<boolean>({ clock, ttlMs: BELIEVED_MS })
  const believePublic = createVerdictCache<boolean>({ clock, ttlMs: BELIEVED_MS })

  const mayPullMirrored = createMirrorRights({ db, auth, clock })

  const isPublic = (name: RepositoryName) =>
    believePublic(name.full, async () => {
      const row = await db.repository.findUnique({ where: { name: name.full }, select: { public: true } })
      return row?.public ?? false
    })

  const request = (actor: RegistryActor, name: RepositoryName, action: Action) => ({
    actor,
    tenant: name.owner,
    permission: PERMISSION[action],
    target: { repository: name.rest },
  })

  return {
    may: async (actor, name, action) => {
      if (name.owner === LIBRARY) return action === 'pull' || mayWriteLibrary(actor, action)
      if (name.owner === MIRROR)
        return action === 'pull'
          ? mayPullMirrored(actor)
          : action === 'delete' && mayWriteLibrary(actor, action)
      if (action === 'pull' && (await isPublic(name))) return true
      if (!actor) return false
      const key = [subjectOf(actor), name.full, action].join(' ')
      return believe(key, async () => Boolean(await auth.can(request(actor, name, action))))
    },
    refusal: async (actor, name, action, ip) => {
      if (!actor) return new BerthError('auth.required', `log in to ${action} ${name.full}`)
      if (name.owner === LIBRARY)
        return new BerthError(
          'auth.forbidden',
          `only the platform's administrators may ${action} in ${LIBRARY}/`,
        )
      if (name.owner === MIRROR) return refuseMirrored(actor, name, action)
      try {
        await auth.authorize({ ...request(actor, name, action), ip })
      } catch (error) {
        if (error instanceof BerthError) return explain(error, actor, name, action)
        throw error
      }
      return new BerthError('auth.required', `get a token with the scope repository:${name.full}:${action}`)
    },
  }
}

/** Public to read; only administrators write, and a token of theirs only when it says so. */
function mayWriteLibrary(actor: RegistryActor | null, action: Action): boolean {
  if (actor?.kind !== 'user' || !actor.isAdmin) return false
  if (!actor.token) return true
  const { scopes, repositories } = actor.token
  return repositories.length === 0 && scopes.includes('platform:admin') && scopes.includes(PERMISSION[action])
}

function refuseMirrored(actor: RegistryActor, name: RepositoryName, action: Action): BerthError {
  if (action !== 'pull')
    return new BerthError(
      'auth.forbidden',
      `nobody pushes to ${MIRROR}/, and only administrators ${action} there`,
    )
  return new BerthError(
    'auth.scope_missing',
    `${actor.label} may not pull ${name.full}: registry:pull is missing`,
    {
      details: { scope: 'registry:pull' },
    },
  )
}

function explain(error: BerthError, actor: RegistryActor, name: RepositoryName, action: Action): BerthError {
  const details = { user: actor.label, repository: name.full, action }
  if (error.code !== 'tenant.not_found') {
    return new BerthError(error.code, `${actor.label} may not ${action} ${name.full}: ${error.message}`, {
      details,
    })
  }
  return action === 'pull'
    ? new BerthError('registry.name_unknown', `there is no repository ${name.full}`, { details })
    : new BerthError(
        'auth.forbidden',
        `${actor.label} may not ${action} ${name.full}: "${name.owner}" is not a tenant that you are in`,
        { details },
      )
}
