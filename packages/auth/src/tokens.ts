import { BerthError, type Clock, type Permission } from '@berth/core'
import { appNotFound, type Db, type TenantDb, type Token } from '@berth/db'
import type { TokenView } from '@berth/protocol'
import type { Actor } from './actor.ts'
import { recordAudit } from './audit.ts'
import { grantable, heldPermissions } from './rights.ts'
import { formatToken, newTokenParts } from './token-format.ts'
import type { TokenHasher } from './token-secret.ts'
import { knownScopes } from './verify-token.ts'
import type { Acting } from './members.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
export const DEFAULT_TOKEN_DAYS = 30
export const MAX_TOKEN_DAYS = 366

export type NewToken = {
  readonly kind: 'pat' | 'svc' | 'dpl'
  readonly name: string
  readonly scopes: readonly Permission[]
  readonly expiresInDays: number
  /** `dpl` only: the one app */
  readonly app?: string | undefined
  /** names within the tenant, to which its `registry:` scopes are cut; none: all of them */
  readonly repositories?: readonly string[]
}

export type Tokens = {
  /** The token itself is shown once, here. Errors: auth.forbidden (more than one holds), app.not_found, input.invalid. */
  create(acting: Acting, actor: Actor, wanted: NewToken): Promise<{ token: string; view: TokenView }>
  /** One's own, or with `all` the whole tenant's. */
  list(db: TenantDb, actor: Actor, all: boolean): Promise<TokenView[]>
  /** Error: token.not_found, also for somebody else's without `all`. */
  revoke(acting: Acting, actor: Actor, id: string, all: boolean): Promise<void>
  /** A node's token: it never expires, and replaces the one that the node had. */
  createForNode(nodeId: string): Promise<string>
}

export function createTokens(options: { db: Db; hasher: TokenHasher; clock: Clock }): Tokens {
  const { db, hasher, clock } = options
  return {
    create: async (acting, actor, wanted) => {
      refuseBroader(acting, actor, wanted)
      const appId = wanted.kind === 'dpl' ? await findAppId(acting.db, wanted.app) : null
      const parts = newTokenParts(wanted.kind)
      const now = clock.now()
      const row = await acting.db.$transaction(async (tx) => {
        const { kind, name, scopes, repositories = [] } = wanted
        await recordAudit(tx, {
          tenantId: acting.tenantId,
          by: acting.by,
          action: 'token.created',
          target: name,
          outcome: 'allowed',
          ip: acting.ip,
          data: { id: parts.id, kind, scopes: [...scopes], repositories: [...repositories] },
        })
        return tx.token.create({
          data: {
            id: parts.id,
            kind,
            name,
            tenantId: acting.tenantId,
            userId: kind === 'svc' || actor.kind === 'service' ? null : actor.userId,
            appId,
            scopes: [...scopes],
            repositories: [...repositories],
            secretHmac: new Uint8Array(hasher.hash(parts.secret)),
            lastFour: parts.secret.slice(-4),
            createdBy: acting.by,
            makerId: acting.userId,
            createdAt: now,
            expiresAt: new Date(now.getTime() + wanted.expiresInDays * DAY_MS),
          },
        })
      })
      return { token: formatToken(parts), view: toView(row) }
    },
    list: async (tenantDb, actor, all) => {
      const rows = await tenantDb.token.findMany({
        where: ownerFilter(actor, all),
        orderBy: { createdAt: 'desc' },
      })
      return rows.map(toView)
    },
    revoke: async (acting, actor, id, all) => {
      const { count } = await acting.db.token.updateMany({
        where: { id, revokedAt: null, ...ownerFilter(actor, all) },
        data: { revokedAt: clock.now() },
      })
      if (count === 0) throw new BerthError('token.not_found', `there is no such token of yours: ${id}`)
      await recordAudit(acting.db, {
        tenantId: acting.tenantId,
        by: acting.by,
        action: 'token.revoked',
        target: id,
        outcome: 'allowed',
        ip: acting.ip,
      })
    },
    createForNode: async (nodeId) => {
      const parts = newTokenParts('agt')
      await db.$transaction([
        db.token.deleteMany({ where: { nodeId } }),
        db.token.create({
          data: {
            id: parts.id,
            kind: parts.kind,
            name: 'agent',
            nodeId,
            secretHmac: new Uint8Array(hasher.hash(parts.secret)),
            lastFour: parts.secret.slice(-4),
            createdAt: clock.now(),
          },
        }),
      ])
      return formatToken(parts)
    },
  }
}

/** A token is never broader than whoever makes it; only an administrator's reaches the platform's administration. */
function refuseBroader(acting: Acting, actor: Actor, wanted: NewToken): void {
  const held = heldPermissions(acting.role, actor.token)
  const reachesPlatform =
    actor.kind === 'user' &&
    actor.isAdmin &&
    (actor.token === null || actor.token.scopes.includes('platform:admin'))
  const allowed: Permission[] = [
    ...grantable(wanted.kind, held),
    ...(reachesPlatform && wanted.kind === 'pat' ? (['platform:admin'] as const) : []),
  ]
  const broader = wanted.scopes.find((scope) => !allowed.includes(scope))
  if (broader === undefined) return refuseMoreRepositories(actor, wanted)
  throw new BerthError(
    'auth.forbidden',
    `you cannot give this token ${broader}: it is more than you may hand out`,
    {
      details: { scope: broader },
    },
  )
}

/** Nor does a token for some repositories make one for others. */
function refuseMoreRepositories(actor: Actor, { scopes, repositories = [] }: NewToken): void {
  const own = actor.token?.repositories ?? []
  if (own.length === 0 || !scopes.some((scope) => scope.startsWith('registry:'))) return
  if (repositories.length > 0 && repositories.every((repository) => own.includes(repository))) return
  throw new BerthError('auth.forbidden', `you can make a token for ${own.join(', ')} only`, {
    details: { repositories: own },
  })
}

async function findAppId(db: TenantDb, name: string | undefined): Promise<string> {
  if (name === undefined) throw new BerthError('input.invalid', 'a deploy token needs the app that it is for')
  const app = await db.app.findFirst({
    where: { name, kind: 'app', deletedAt: null },
    select: { id: true },
  })
  if (app !== null) return app.id
  throw appNotFound(name)
}

function ownerFilter(actor: Actor, all: boolean): { userId?: string } {
  if (all) return {}
  return { userId: actor.kind === 'user' ? actor.userId : '' }
}

function toView(row: Token): TokenView {
  const { id, name, lastFour, createdAt, lastUsedAt, revokedAt } = row
  const kind = row.kind === 'svc' || row.kind === 'dpl' ? row.kind : 'pat'
  return {
    id,
    name,
    kind,
    scopes: knownScopes(row.scopes),
    repositories: row.repositories,
    lastFour,
    createdAt,
    expiresAt: row.expiresAt ?? createdAt,
    lastUsedAt,
    revokedAt,
    by: row.createdBy,
  }
}
