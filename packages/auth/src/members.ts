import { BerthError, type Role, roleAtLeast } from '@berth/core'
import type { TenantDb, TenantTx } from '@berth/db'
import type { MemberView } from '@berth/protocol'
import { recordAudit } from './audit.ts'
import { parseRole } from './tenants.ts'

/** Who acts within which tenant. `role` is null for a service token, which may not touch members. */
export type Acting = {
  readonly db: TenantDb
  readonly tenantId: string
  readonly role: Role | null
  readonly by: string
  /** null for a service token */
  readonly userId: string | null
  readonly ip: string | null
}

export async function listMembers(db: TenantDb): Promise<MemberView[]> {
  const rows = await db.membership.findMany({ include: { user: true }, orderBy: { createdAt: 'asc' } })
  return rows.map(({ userId, user, role, createdAt }) => ({
    userId,
    email: user.email,
    name: user.name,
    role: parseRole(role),
    since: createdAt,
  }))
}

/** Errors: member.not_found, auth.forbidden (more than one's own role), tenant.last_owner. */
export async function setMemberRole(acting: Acting, userId: string, role: Role): Promise<void> {
  await acting.db.$transaction(async (tx) => {
    const member = await lockMember(tx, acting, userId)
    refuseAbove(acting.role, role)
    refuseAbove(acting.role, parseRole(member.role))
    if (member.role === 'owner' && role !== 'owner') await refuseLastOwner(tx)
    await tx.membership.updateMany({ where: { userId }, data: { role } })
    await audit(tx, acting, 'member.role_changed', member.user.email, { from: member.role, to: role })
  })
}

/**
 * Also takes what the member made here, as a way back in: own tokens, service tokens, keys and open
 * invitations. Errors: member.not_found, auth.forbidden, tenant.last_owner.
 */
export async function removeMember(acting: Acting, userId: string): Promise<void> {
  await acting.db.$transaction(async (tx) => {
    const member = await lockMember(tx, acting, userId)
    refuseAbove(acting.role, parseRole(member.role))
    if (member.role === 'owner') await refuseLastOwner(tx)
    await tx.membership.deleteMany({ where: { userId } })
    const revoked = await revokeMadeBy(tx, userId)
    // keys of machines, as service tokens: whoever made one may hold its other half
    await tx.sshKey.deleteMany({ where: { OR: [{ userId }, { createdBy: member.user.email }] } })
    await audit(tx, acting, 'member.removed', member.user.email, { role: member.role, ...revoked })
  })
}

/** How many were open still. */
async function revokeMadeBy(tx: TenantTx, userId: string): Promise<{ tokens: number; invitations: number }> {
  const data = { revokedAt: new Date() }
  const made = { OR: [{ userId }, { makerId: userId }] }
  const tokens = await tx.token.updateMany({ where: { ...made, revokedAt: null }, data })
  const invitations = await tx.invitation.updateMany({
    where: { makerId: userId, acceptedAt: null, revokedAt: null },
    data,
  })
  return { tokens: tokens.count, invitations: invitations.count }
}

/** Nobody hands out, or takes away, more than they hold. */
export function refuseAbove(own: Role | null, role: Role): void {
  if (own !== null && roleAtLeast(own, role)) return
  throw new BerthError('auth.forbidden', `only who is ${role} here, or more, may do this: ask an owner`, {
    details: { role },
  })
}

async function lockMember(tx: TenantTx, acting: Acting, userId: string) {
  // A no-op update locks the tenant's row, so that two owners cannot remove each other at the same moment.
  await tx.tenant.updateMany({ data: { id: acting.tenantId } })
  const member = await tx.membership.findFirst({ where: { userId }, include: { user: true } })
  if (member !== null) return member
  throw new BerthError('member.not_found', 'this tenant has no such member', { details: { userId } })
}

async function refuseLastOwner(tx: TenantTx): Promise<void> {
  if ((await tx.membership.count({ where: { role: 'owner' } })) > 1) return
  throw new BerthError('tenant.last_owner', 'this is the last owner: make somebody else an owner first')
}

function audit(
  tx: TenantTx,
  acting: Acting,
  action: string,
  target: string,
  data: Record<string, string | number>,
) {
  const { tenantId, by, ip } = acting
  return recordAudit(tx, { tenantId, by, action, target, outcome: 'allowed', ip, data })
}
