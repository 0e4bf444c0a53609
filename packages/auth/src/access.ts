import { BerthError, type Permission, type Role, ROLES } from '@berth/core'
import type { Db } from '@berth/db'
import type { Actor } from './actor.ts'
import type { DenialLog } from './audit.ts'
import { decide, type Verdict } from './rights.ts'

/** What within a tenant somebody wants to reach; a deploy token is cut to its own app by it. */
export type Target = {
  readonly app?: string | undefined
  /** without the tenant's name: `hello`, not `acme/hello` */
  readonly repository?: string | undefined
  /** whichever repositories the token reaches: the answer is to be cut to `Access.repositories` */
  readonly anyRepository?: boolean | undefined
}

/** The right is there, and what is asked for lies outside what the token is for. */
type Outside = 'target' | 'repository'

export type Access = {
  readonly tenant: { readonly id: string; readonly name: string }
  /** null for a service token, which is nobody's */
  readonly role: Role | null
  /** names within the tenant to which rights to images are cut; null: all of them */
  readonly repositories: readonly string[] | null
}

export type AccessRequest = {
  readonly actor: Actor
  /** the tenant's name */
  readonly tenant: string
  readonly permission: Permission
  readonly target?: Target
  readonly ip?: string | null
}

export type AccessControl = {
  /** Errors: tenant.not_found (also when it exists, for somebody outside it), auth.forbidden, auth.scope_missing. */
  authorize(request: AccessRequest): Promise<Access>
  /** The same decision without an error or an audit row: undefined when refused. */
  can(request: AccessRequest): Promise<Access | undefined>
}

/** The one place that decides who may what, for API, registry and sockets alike. Always reads the present role. */
export function createAccessControl(options: { db: Db; logDenial: DenialLog }): AccessControl {
  const { db, logDenial } = options
  return {
    authorize: async (request) => {
      const found = await find(db, request)
      if (found === undefined) {
        throw new BerthError('tenant.not_found', `there is no tenant "${request.tenant}" that you are in`, {
          details: { tenant: request.tenant },
        })
      }
      if (found.verdict === 'allowed') return found.access
      await logDenial({
        tenantId: found.access.tenant.id,
        by: request.actor.label,
        action: 'access.denied',
        target: request.permission,
        ip: request.ip ?? null,
      })
      throw refusal(request.permission, found.verdict)
    },
    can: async (request) => {
      const found = await find(db, request)
      return found?.verdict === 'allowed' ? found.access : undefined
    },
  }
}

async function find(
  db: Db,
  request: AccessRequest,
): Promise<{ access: Access; verdict: Verdict | Outside } | undefined> {
  const { actor, permission } = request
  const found = await findAccess(db, actor, request.tenant)
  if (found === undefined) return undefined
  const app = await appOf(db, actor)
  const access = { ...found, repositories: repositoriesOf(actor, app) }
  const verdict = decide({ permission, role: access.role, token: actor.token })
  if (verdict !== 'allowed') return { access, verdict }
  if (!reachesRepository(request)) return { access, verdict: 'repository' }
  return { access, verdict: reachesApp(app, request) ? 'allowed' : 'target' }
}

async function findAccess(
  db: Db,
  actor: Actor,
  name: string,
): Promise<Omit<Access, 'repositories'> | undefined> {
  const userId = actor.kind === 'user' ? actor.userId : ''
  const tenant = await db.tenant.findUnique({
    where: { name },
    select: { id: true, name: true, memberships: { where: { userId }, select: { role: true } } },
  })
  if (tenant === null || (actor.token !== null && actor.token.tenantId !== tenant.id)) return undefined
  const found = { id: tenant.id, name: tenant.name }
  if (actor.kind === 'service') return { tenant: found, role: null }
  const role = ROLES.find((known) => known === tenant.memberships[0]?.role)
  return role === undefined ? undefined : { tenant: found, role }
}

/** The name of the app that a deploy token is for; null: it is gone; undefined: the token is for no app alone. */
async function appOf(db: Db, { token }: Actor): Promise<string | null | undefined> {
  if (token === null || token.appId === null) return undefined
  const app = await db.app.findUnique({
    where: { id: token.appId },
    select: { name: true, deletedAt: true },
  })
  return app === null || app.deletedAt !== null ? null : app.name
}

function repositoriesOf({ token }: Actor, app: string | null | undefined): readonly string[] | null {
  const named = token?.repositories ?? []
  if (app === undefined) return named.length > 0 ? named : null
  return app !== null && (named.length === 0 || named.includes(app)) ? [app] : []
}

/** A deploy token reaches its own app, and the repository of the same name. */
function reachesApp(app: string | null | undefined, { permission, target = {} }: AccessRequest): boolean {
  if (app === undefined) return true
  if (target.anyRepository && permission.startsWith('registry:')) return app !== null
  return app !== null && app === (target.app ?? target.repository)
}

/** A token for named repositories has its rights to images there, and nowhere else in the tenant. */
function reachesRepository({ actor, permission, target }: AccessRequest): boolean {
  const repositories = actor.token?.repositories ?? []
  if (repositories.length === 0 || !permission.startsWith('registry:')) return true
  if (target?.anyRepository) return true
  return target?.repository !== undefined && repositories.includes(target.repository)
}

function refusal(permission: Permission, verdict: Verdict | Outside): BerthError {
  switch (verdict) {
    case 'scope':
      return new BerthError('auth.scope_missing', `this token lacks the scope ${permission}`, {
        details: { scope: permission },
      })
    case 'target':
      return new BerthError('auth.scope_missing', 'this token reaches another app only', {
        details: { scope: permission },
      })
    case 'repository':
      return new BerthError('auth.scope_missing', 'this token is for other repositories only', {
        details: { scope: permission },
      })
    default:
      return new BerthError('auth.forbidden', `your role here does not allow ${permission}: ask an owner`, {
        details: { permission },
      })
  }
}
