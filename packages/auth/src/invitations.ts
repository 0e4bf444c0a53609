import {
  BerthError,
  type Clock,
  hashLinkToken,
  newId,
  newLinkToken,
  parseEmail,
  type Role,
} from '@berth/core'
import type { Db, Invitation, Tenant, Tx } from '@berth/db'
import type { InvitationView } from '@berth/protocol'
import { recordAudit } from './audit.ts'
import { invitationLink } from './links.ts'
import type { AuthMailer } from './mailer.ts'
import { type Acting, refuseAbove } from './members.ts'
import { parseRole } from './tenants.ts'

const LIFETIME_MS = 7 * 24 * 60 * 60 * 1_000

export type Invitations = {
  list(acting: Acting): Promise<InvitationView[]>
  /** `link` is given once, here; a new invitation of the same e-mail replaces the old one. Errors: member.exists, auth.forbidden. */
  create(acting: Acting, email: string, role: Role): Promise<InvitationView>
  /** Error: invitation.not_found. */
  revoke(acting: Acting, id: string): Promise<void>
  /** An invitation to the platform, without a tenant; the administrator may copy the link. Error: auth.email_taken. */
  createForPlatform(email: string, by: string, ip: string | null): Promise<string>
}

export function createInvitations(options: {
  db: Db
  clock: Clock
  url: string
  mailer: AuthMailer | undefined
}): Invitations {
  const { db, clock, url, mailer } = options
  const write = async (
    tx: Tx,
    wanted: { tenantId: string | null; email: string; role: Role; by: string; makerId: string | null },
  ) => {
    const { tenantId, email, role, by, makerId } = wanted
    await tx.invitation.updateMany({
      where: { tenantId, email, acceptedAt: null, revokedAt: null },
      data: { revokedAt: clock.now() },
    })
    const { token, hash } = newLinkToken()
    const row = await tx.invitation.create({
      data: {
        id: newId('invitation'),
        tenantId,
        email,
        role,
        tokenHash: hash,
        invitedBy: by,
        makerId,
        expiresAt: new Date(clock.now().getTime() + LIFETIME_MS),
      },
    })
    return { row, link: invitationLink(url, token) }
  }
  return {
    list: async (acting) => {
      const rows = await acting.db.invitation.findMany({
        where: { acceptedAt: null, revokedAt: null, expiresAt: { gt: clock.now() } },
        orderBy: { createdAt: 'desc' },
      })
      return rows.map((row) => toView(row, null))
    },
    create: async (acting, given, role) => {
      const email = parseEmail(given)
      refuseAbove(acting.role, role)
      const { row, link, tenant } = await db.$transaction(async (tx) => {
        const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: acting.tenantId } })
        const member = await tx.membership.findFirst({ where: { tenantId: tenant.id, user: { email } } })
        if (member !== null) throw new BerthError('member.exists', `${email} is a member already`)
        await audit(tx, acting, 'invitation.created', email, role)
        return {
          ...(await write(tx, { tenantId: tenant.id, email, role, by: acting.by, makerId: acting.userId })),
          tenant,
        }
      })
      mailer?.(email, null, { kind: 'invitation', tenant: tenant.name, by: acting.by, link })
      return toView(row, link)
    },
    revoke: async (acting, id) => {
      const { count } = await acting.db.invitation.updateMany({
        where: { id, acceptedAt: null, revokedAt: null },
        data: { revokedAt: clock.now() },
      })
      if (count === 0) throw new BerthError('invitation.not_found', `there is no open invitation ${id}`)
      await recordAudit(acting.db, {
        tenantId: acting.tenantId,
        by: acting.by,
        action: 'invitation.revoked',
        target: id,
        outcome: 'allowed',
        ip: acting.ip,
      })
    },
    createForPlatform: async (given, by, ip) => {
      const email = parseEmail(given)
      const { link } = await db.$transaction(async (tx) => {
        if ((await tx.user.findUnique({ where: { email } })) !== null) {
          throw new BerthError('auth.email_taken', `${email} has an account already`)
        }
        await recordAudit(tx, {
          tenantId: null,
          by,
          action: 'user.invited',
          target: email,
          outcome: 'allowed',
          ip,
        })
        return write(tx, { tenantId: null, email, role: 'viewer', by, makerId: null })
      })
      mailer?.(email, null, { kind: 'invitation', tenant: null, by, link })
      return link
    },
  }
}

export type OpenInvitation = Invitation & { tenant: Tenant | null }

/** The invitation that a link stands for. Error: auth.link_invalid, also when it was used, revoked, or is too old. */
export async function findInvitation(tx: Tx, token: string, now: Date): Promise<OpenInvitation> {
  const row = await tx.invitation.findUnique({
    where: { tokenHash: hashLinkToken(token) },
    include: { tenant: true },
  })
  if (row !== null && row.acceptedAt === null && row.revokedAt === null && row.expiresAt > now) return row
  throw new BerthError('auth.link_invalid', 'this link is not valid any more: ask for a new one')
}

/** Marks it used, exactly once, and makes the person a member; never lowers a role that they have. */
export async function useInvitation(
  tx: Tx,
  invitation: OpenInvitation,
  userId: string,
  now: Date,
): Promise<void> {
  const { count } = await tx.invitation.updateMany({
    where: { id: invitation.id, acceptedAt: null, revokedAt: null },
    data: { acceptedAt: now },
  })
  if (count === 0) throw new BerthError('auth.link_invalid', 'this link was used already')
  const { tenantId, role, email } = invitation
  if (tenantId === null) return
  await tx.membership.createMany({ data: [{ tenantId, userId, role }], skipDuplicates: true })
  await recordAudit(tx, {
    tenantId,
    by: email,
    action: 'member.added',
    target: email,
    outcome: 'allowed',
    data: { role },
  })
}

function toView(row: Invitation, link: string | null): InvitationView {
  const { id, email, expiresAt, invitedBy } = row
  return { id, email, role: parseRole(row.role), expiresAt, invitedBy, link }
}

function audit(tx: Tx, acting: Acting, action: string, target: string, role: Role): Promise<void> {
  const { tenantId, by, ip } = acting
  return recordAudit(tx, { tenantId, by, action, target, outcome: 'allowed', ip, data: { role } })
}
