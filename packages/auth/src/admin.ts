import { BerthError, type Clock, parseEmail, type Quota } from '@berth/core'
import type { Db, User } from '@berth/db'
import type { AdminTenantView, SandboxQuota, UserView } from '@berth/protocol'
import type { UserActor } from './actor.ts'
import { recordAudit } from './audit.ts'
import type { Sessions } from './sessions.ts'
import { createTenant } from './tenants.ts'

type Administrator = { readonly actor: UserActor; readonly ip: string | null }

type Usage = (tenantIds: readonly string[]) => Promise<ReadonlyMap<string, Quota>>

type TenantQuota = Quota & {
  readonly images?: number | undefined
  readonly sandboxes?: SandboxQuota | undefined
}

/** What the platform's administrators do. */
export type Admin = {
  users(): Promise<UserView[]>
  /** `usage` knows what tenants have reserved; one without apps may be missing. */
  tenants(usage: Usage): Promise<AdminTenantView[]>
  /** Errors: user.not_found, auth.forbidden (oneself). */
  setDisabled(by: Administrator, userId: string, disabled: boolean): Promise<void>
  setAdmin(by: Administrator, userId: string, isAdmin: boolean): Promise<void>
  /** Errors: user.not_found, tenant.name_taken, name.*. */
  createTenant(by: Administrator, name: string, ownerEmail: string): Promise<void>
  /** `images`: bytes; what is undefined stays as before. Error: tenant.not_found. */
  setQuota(by: Administrator, tenant: string, quota: TenantQuota): Promise<void>
}

export function createAdmin(options: { db: Db; clock: Clock; sessions: Sessions }): Admin {
  const { db, clock, sessions } = options
  const audit = (
    { actor, ip }: Administrator,
    action: string,
    target: string,
    tenantId: string | null = null,
  ) => recordAudit(db, { tenantId, by: actor.label, action, target, outcome: 'allowed', ip })
  return {
    users: async () =>
      (await db.user.findMany({ where: { guest: false }, orderBy: { createdAt: 'asc' } })).map(toUserView),
    tenants: (usage) => listTenants(db, usage),
    setDisabled: async (by, userId, disabled) => {
      refuseSelf(by, userId)
      const user = await findUser(db, userId)
      await db.user.update({ where: { id: userId }, data: { disabledAt: disabled ? clock.now() : null } })
      if (disabled) await sessions.revokeAll(userId, null)
      await audit(by, disabled ? 'user.disabled' : 'user.enabled', user.email)
    },
    setAdmin: async (by, userId, isAdmin) => {
      refuseSelf(by, userId)
      const user = await findUser(db, userId)
      await db.user.update({ where: { id: userId }, data: { isAdmin } })
      await audit(by, isAdmin ? 'user.made_admin' : 'user.unmade_admin', user.email)
    },
    createTenant: async (by, name, ownerEmail) => {
      const email = parseEmail(ownerEmail)
      const owner = await db.user.findUnique({ where: { email } })
      if (owner === null)
        throw new BerthError('user.not_found', `nobody here has the e-mail ${email}: invite them first`)
      const tenant = await db.$transaction((tx) => createTenant(tx, { name, ownerId: owner.id }))
      await audit(by, 'tenant.created', name, tenant.id)
    },
    setQuota: async (by, name, quota) => {
      const tenant = await db.tenant.findUnique({ where: { name } })
      if (tenant === null) throw new BerthError('tenant.not_found', `there is no tenant "${name}"`)
      const { cpu, containers, pids } = quota
      const images = quota.images === undefined ? tenant.images : BigInt(quota.images)
      const data = { cpu, containers, pids, memory: BigInt(quota.memory), disk: BigInt(quota.disk), images }
      const sandboxes = quota.sandboxes && sandboxColumns(quota.sandboxes)
      await db.$transaction(async (tx) => {
        await tx.tenant.update({ where: { id: tenant.id }, data: { ...data, ...sandboxes } })
        // below four fifths of what there is now, the next warning is due again
        const below = { tenantId: tenant.id, bytes: { lt: (images * 4n) / 5n } }
        await tx.imageUsage.updateMany({ where: below, data: { warnedAt: null } })
      })
      await audit(by, 'tenant.quota_set', name, tenant.id)
    },
  }
}

function sandboxColumns({ count, cpu, memory, disk, starts, resets }: SandboxQuota) {
  return {
    ...{ sandboxes: count, sandboxCpu: cpu, sandboxStarts: starts, sandboxResets: resets },
    ...{ sandboxMemory: BigInt(memory), sandboxDisk: BigInt(disk) },
  }
}

/** An administrator cannot lock themselves out, so one is always left. */
function refuseSelf(by: Administrator, userId: string): void {
  if (by.actor.userId !== userId) return
  throw new BerthError('auth.forbidden', 'you cannot do this to yourself: ask another administrator')
}

async function findUser(db: Db, id: string): Promise<User> {
  const user = await db.user.findUnique({ where: { id, guest: false } })
  if (user === null) throw new BerthError('user.not_found', `there is no user ${id}`)
  return user
}

async function listTenants(db: Db, usage: Usage): Promise<AdminTenantView[]> {
  const rows = await db.tenant.findMany({
    orderBy: { name: 'asc' },
    include: {
      imageUsage: true,
      _count: { select: { memberships: true, apps: { where: { deletedAt: null, kind: 'app' } } } },
    },
  })
  const used = await usage(rows.map((row) => row.id))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    members: row._count.memberships,
    apps: row._count.apps,
    quota: {
      cpu: row.cpu,
      memory: Number(row.memory),
      containers: row.containers,
      pids: row.pids,
      disk: Number(row.disk),
    },
    used: used.get(row.id) ?? { cpu: 0, memory: 0, containers: 0, pids: 0, disk: 0 },
    images: { quota: Number(row.images), used: Number(row.imageUsage?.bytes ?? 0n) },
    sandboxes: {
      ...{ count: row.sandboxes, cpu: row.sandboxCpu, starts: row.sandboxStarts, resets: row.sandboxResets },
      ...{ memory: Number(row.sandboxMemory), disk: Number(row.sandboxDisk) },
    },
    createdAt: row.createdAt,
  }))
}

function toUserView(user: User): UserView {
  const { id, email, name, isAdmin, createdAt, lastSeenAt } = user
  return { id, email, name, isAdmin, disabled: user.disabledAt !== null, createdAt, lastSeenAt }
}
