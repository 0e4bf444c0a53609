import { type Clock, type Permission } from '@berth/core'
import type { Db, Prisma } from '@berth/db'
import type { Actor, TokenGrant } from '../actor.ts'
import { userActor } from '../user-actor.ts'
import { fingerprintOf } from './public-key.ts'

/** Whom the bytes of a public key stand for now; undefined: nobody. Whether its holder has it is the caller's to check. */
export type FindKeyActor = (publicKey: Uint8Array) => Promise<Actor | undefined>

/** What a key for one tenant does there at most. */
const SCOPES: readonly Permission[] = ['app:read', 'app:deploy']
/** A use is noted once in so long. */
const NOTED_MS = 60_000
const DAY_MS = 86_400_000

type Row = Prisma.SshKeyGetPayload<{ include: { user: true } }>

export function createFindKeyActor({ db, clock }: { readonly db: Db; readonly clock: Clock }): FindKeyActor {
  return async (publicKey) => {
    const row = await db.sshKey.findUnique({
      where: { fingerprint: fingerprintOf(publicKey) },
      include: { user: true },
    })
    const [, data = ''] = row?.publicKey.split(' ') ?? []
    if (row === null || !Buffer.from(data, 'base64').equals(publicKey)) return undefined
    const actor = toActor(row, clock.now())
    if (actor !== undefined && clock.now().getTime() - (row.lastUsedAt?.getTime() ?? 0) > NOTED_MS)
      await db.sshKey.updateMany({ where: { id: row.id }, data: { lastUsedAt: clock.now() } })
    return actor
  }
}

function toActor(row: Row, now: Date): Actor | undefined {
  const { user, tenantId } = row
  if (row.userId !== null && (user === null || user.disabledAt !== null)) return undefined
  if (user !== null && tenantId === null)
    return userActor(user, { via: 'session', sessionId: null, token: null })
  if (tenantId === null) return undefined
  const token = grantOf(row, tenantId, now)
  if (user === null) return { kind: 'service', token, label: `key:${row.name}` }
  return userActor(user, { via: 'token', sessionId: null, token })
}

/** As a token for pushing would be; it is looked up again at every connection, so it need not live long. */
function grantOf({ id, name, userId }: Row, tenantId: string, now: Date): TokenGrant {
  return {
    ...{ id, name, tenantId, appId: null, scopes: SCOPES, repositories: [] },
    kind: userId === null ? 'svc' : 'pat',
    expiresAt: new Date(now.getTime() + DAY_MS),
  }
}
