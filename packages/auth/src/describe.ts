import type { Db } from '@berth/db'
import type { MeView } from '@berth/protocol'
import type { Actor } from './actor.ts'
import type { Tenants } from './tenants.ts'

/** What `me.get` says of whoever asks. A service token is nobody: it is shown by its name. */
export type Describe = (actor: Actor) => Promise<Omit<MeView, 'host' | 'url' | 'sshPort'>>

export function createDescribe(options: { db: Db; tenants: Tenants }): Describe {
  return async (actor) => ({
    user: toUser(actor),
    tenants: (await options.tenants.list(actor)).map(({ id, name, role }) => ({ id, name, role })),
    courses: await countCourses(options.db, actor),
    locale: actor.kind === 'user' ? toLocale(actor.locale) : null,
    via: actor.kind === 'user' ? actor.via : 'token',
    scopes: actor.token === null ? null : [...actor.token.scopes],
  })
}

/** Those that a person is in, in whatever part. */
async function countCourses(db: Db, actor: Actor): Promise<number> {
  if (actor.kind === 'service' || actor.via === 'token') return 0
  return db.courseMember.count({ where: { userId: actor.userId, removedAt: null } })
}

function toUser(actor: Actor): MeView['user'] {
  if (actor.kind === 'service') {
    const { id, name, expiresAt } = actor.token
    return {
      id,
      email: actor.label,
      name,
      isAdmin: false,
      isGuest: false,
      disabled: false,
      createdAt: expiresAt,
      lastSeenAt: null,
    }
  }
  const { userId, email, name, isAdmin, isGuest, createdAt, lastSeenAt } = actor
  return { id: userId, email, name, isAdmin, isGuest, disabled: false, createdAt, lastSeenAt }
}

function toLocale(locale: string | null): MeView['locale'] {
  return locale === 'en' || locale === 'zh-CN' ? locale : null
}
