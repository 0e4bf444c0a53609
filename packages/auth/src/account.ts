import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { UserActor } from './actor.ts'
import type { AttemptLimit } from './attempts.ts'
import { recordAudit } from './audit.ts'
import { hashPassword, senderOf, verifyPassword } from './password.ts'
import { checkPassword } from './password-policy.ts'
import type { Sessions } from './sessions.ts'

export type Account = {
  setName(actor: UserActor, name: string): Promise<void>
  setLocale(actor: UserActor, locale: 'en' | 'zh-CN'): Promise<void>
  /** Signs out every other browser. Errors: auth.bad_credentials, auth.password_weak, auth.too_many_attempts. */
  changePassword(actor: UserActor, current: string, next: string, ip: string | null): Promise<void>
}

/** What people change of their own account. */
export function createAccount(options: { db: Db; attempts: AttemptLimit; sessions: Sessions }): Account {
  const { db, attempts, sessions } = options
  return {
    setName: async (actor, name) => {
      await db.user.update({ where: { id: actor.userId }, data: { name: name.trim() } })
      sessions.forget(actor.sessionId)
    },
    setLocale: async (actor, locale) => {
      await db.user.update({ where: { id: actor.userId }, data: { locale } })
      sessions.forget(actor.sessionId)
    },
    changePassword: async (actor, current, next, ip) => {
      await attempts.take('sign-in', actor.email, ip)
      const user = await db.user.findUniqueOrThrow({ where: { id: actor.userId } })
      const sender = senderOf(ip, actor.email)
      if (!(await verifyPassword(current, user.passwordHash, sender))) {
        throw new BerthError('auth.bad_credentials', 'the current password is wrong')
      }
      await attempts.forgive('sign-in', actor.email, ip)
      checkPassword(next, actor.email)
      const passwordHash = await hashPassword(next, sender)
      await db.user.update({ where: { id: actor.userId }, data: { passwordHash } })
      await sessions.revokeAll(actor.userId, actor.sessionId)
      await recordAudit(db, {
        tenantId: null,
        by: actor.label,
        action: 'user.password_changed',
        target: actor.email,
        outcome: 'allowed',
        ip,
      })
    },
  }
}
