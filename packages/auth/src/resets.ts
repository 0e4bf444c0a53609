import { BerthError, type Clock, hashLinkToken, newId, newLinkToken, parseEmail } from '@berth/core'
import type { Db, User } from '@berth/db'
import type { AttemptLimit } from './attempts.ts'
import { recordAudit } from './audit.ts'
import { resetLink } from './links.ts'
import type { AuthMailer } from './mailer.ts'
import { hashPassword, senderOf } from './password.ts'
import { checkPassword } from './password-policy.ts'

const LIFETIME_MS = 60 * 60 * 1_000

export type Resets = {
  /** Mails a link if there is such an account and a mail server; says neither. Error: auth.too_many_attempts. */
  request(email: string, ip: string | null): Promise<void>
  /** A link for the administrator to hand over. Error: user.not_found. */
  createLink(userId: string, by: string, ip: string | null): Promise<string>
  /** Sets the password, signs out everywhere. Errors: auth.link_invalid, auth.password_weak. */
  reset(token: string, password: string, ip: string | null): Promise<void>
}

export function createResets(options: {
  db: Db
  clock: Clock
  url: string
  attempts: AttemptLimit
  mailer: AuthMailer | undefined
}): Resets {
  const { db, clock, url, attempts, mailer } = options
  const newLink = async (user: User) => {
    const { token, hash } = newLinkToken()
    const expiresAt = new Date(clock.now().getTime() + LIFETIME_MS)
    await db.passwordReset.deleteMany({ where: { userId: user.id } })
    await db.passwordReset.create({
      data: { id: newId('reset'), userId: user.id, tokenHash: hash, expiresAt },
    })
    return resetLink(url, token)
  }
  return {
    request: async (given, ip) => {
      const email = parseEmail(given)
      await attempts.take('reset', email, ip)
      const user = await db.user.findUnique({ where: { email } })
      if (mailer === undefined || user === null || user.disabledAt !== null || user.guest) return
      mailer(email, user.locale, { kind: 'reset', link: await newLink(user) })
    },
    createLink: async (userId, by, ip) => {
      const user = await db.user.findUnique({ where: { id: userId } })
      if (user === null || user.guest) throw new BerthError('user.not_found', `there is no user ${userId}`)
      await recordAudit(db, {
        tenantId: null,
        by,
        action: 'user.reset_link_made',
        target: user.email,
        outcome: 'allowed',
        ip,
      })
      return newLink(user)
    },
    reset: async (token, password, ip) => {
      const row = await db.passwordReset.findUnique({
        where: { tokenHash: hashLinkToken(token) },
        include: { user: true },
      })
      const now = clock.now()
      if (row === null || row.usedAt !== null || row.expiresAt <= now || row.user.disabledAt !== null)
        throw invalid()
      checkPassword(password, row.user.email)
      const passwordHash = await hashPassword(password, senderOf(ip, row.user.email))
      await db.$transaction(async (tx) => {
        const used = await tx.passwordReset.updateMany({
          where: { id: row.id, usedAt: null },
          data: { usedAt: now },
        })
        if (used.count === 0) throw invalid()
        await tx.user.update({ where: { id: row.userId }, data: { passwordHash, sessionsValidFrom: now } })
        await tx.session.deleteMany({ where: { userId: row.userId } })
        const { email } = row.user
        await recordAudit(tx, {
          tenantId: null,
          by: email,
          action: 'user.password_reset',
          target: email,
          outcome: 'allowed',
          ip,
        })
      })
      await attempts.forgive('sign-in', row.user.email, ip)
    },
  }
}

function invalid(): BerthError {
  return new BerthError('auth.link_invalid', 'this link is not valid any more: ask for a new one')
}
