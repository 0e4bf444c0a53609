import { BerthError, type Clock, type Permission, PERMISSIONS } from '@berth/core'
import type { Db, Prisma } from '@berth/db'
import type { Actor, TokenGrant } from './actor.ts'
import { userActor } from './user-actor.ts'
import { parseToken, type TokenParts } from './token-format.ts'
import type { TokenHasher } from './token-secret.ts'
import type { TokenUse } from './token-use.ts'

/** The agent that a node's token stands for. */
export type NodeIdentity = { readonly nodeId: string; readonly nodeName: string; readonly tokenId: string }

export type TokenVerifier = {
  /** Who a tenant's token stands for. Error: auth.token_invalid, whatever is wrong with it. */
  readonly verify: (text: string, ip: string | null) => Promise<Actor>
  /** The same for an agent's token. */
  readonly verifyNode: (text: string) => Promise<NodeIdentity>
}

type Deps = { db: Db; hasher: TokenHasher; noteUse: TokenUse; clock: Clock }

/** Looks up by the public id, and compares in constant time; unknown, wrong, expired and revoked look the same. */
export function createTokenVerifier(deps: Deps): TokenVerifier {
  return {
    verify: async (text, ip) => {
      const row = await findRow(deps, parseToken(text))
      const actor = row === null ? undefined : toActor(row)
      if (actor === undefined || row === null) throw invalid()
      deps.noteUse(row.id, ip)
      return actor
    },
    verifyNode: async (text) => {
      const row = await findRow(deps, parseToken(text))
      if (row?.kind !== 'agt' || row.node === null) throw invalid()
      return { nodeId: row.node.id, nodeName: row.node.name, tokenId: row.id }
    },
  }
}

const WITH_OWNER = { user: true, node: true } as const satisfies Prisma.TokenInclude
type Row = Prisma.TokenGetPayload<{ include: typeof WITH_OWNER }>

/** An unknown id is compared too, so that it takes as long as a wrong secret. */
const NOTHING = new Uint8Array(32)

async function findRow(deps: Deps, parts: TokenParts | undefined): Promise<Row | null> {
  if (parts === undefined) return null
  const row = await deps.db.token.findUnique({ where: { id: parts.id }, include: WITH_OWNER })
  const matches = deps.hasher.matches(parts.secret, row?.secretHmac ?? NOTHING)
  if (row === null || !matches || row.kind !== parts.kind || row.revokedAt !== null) return null
  const expired = row.kind === 'agt' ? false : row.expiresAt === null || row.expiresAt <= deps.clock.now()
  return expired ? null : row
}

function toActor(row: Row): Actor | undefined {
  const token = toGrant(row)
  if (token === undefined) return undefined
  if (token.kind === 'svc') return { kind: 'service', token, label: `token:${token.name}` }
  if (row.user === null || row.user.disabledAt !== null) return undefined
  return userActor(row.user, { via: 'token', sessionId: null, token })
}

function toGrant(row: Row): TokenGrant | undefined {
  const { kind, tenantId, expiresAt } = row
  if (kind !== 'pat' && kind !== 'svc' && kind !== 'dpl') return undefined
  if (tenantId === null || expiresAt === null) return undefined
  return {
    id: row.id,
    kind,
    name: row.name,
    tenantId,
    appId: row.appId,
    scopes: knownScopes(row.scopes),
    repositories: row.repositories,
    expiresAt,
  }
}

/** A scope that this release does not know grants nothing. */
export function knownScopes(scopes: readonly string[]): Permission[] {
  return PERMISSIONS.filter((permission) => scopes.includes(permission))
}

function invalid(): BerthError {
  return new BerthError('auth.token_invalid', 'this token is not valid: make a new one, or sign in')
}
