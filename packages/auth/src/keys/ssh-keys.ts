import { BerthError, type Clock, newId } from '@berth/core'
import { type Db, isUniqueViolation, type Prisma, type SshKey } from '@berth/db'
import type { SshKeyView } from '@berth/protocol'
import type { Actor, UserActor } from '../actor.ts'
import { recordAudit } from '../audit.ts'
import type { Acting } from '../members.ts'
import { grantable, heldPermissions } from '../rights.ts'
import { parsePublicKey } from './public-key.ts'

type NewKey = { readonly name: string; readonly publicKey: string }

/** Keys that git comes with over SSH: a person's for all tenants, a person's for one, or one of a tenant's machines. */
export type SshKeys = {
  /** A person's own ones for all their tenants. */
  listOwn(actor: UserActor): Promise<SshKeyView[]>
  /** Errors: key.invalid, key.exists, quota.exceeded. */
  addOwn(actor: UserActor, key: NewKey, ip: string | null): Promise<SshKeyView>
  /** Error: key.not_found. */
  removeOwn(actor: UserActor, id: string, ip: string | null): Promise<void>
  /** Of a tenant: one's own there and its machines', or with `all` everybody's. */
  list(acting: Acting, all: boolean): Promise<SshKeyView[]>
  /** For one tenant. Errors: key.invalid, key.exists, auth.forbidden (it would do more than who adds it may), quota.exceeded. */
  add(acting: Acting, actor: Actor, key: NewKey & { readonly machine: boolean }): Promise<SshKeyView>
  /** Error: key.not_found, also for somebody else's without `all`. */
  remove(acting: Acting, id: string, all: boolean): Promise<void>
}

const MOST = 100

export function createSshKeys({ db, clock }: { readonly db: Db; readonly clock: Clock }): SshKeys {
  const add = async (
    data: Omit<Prisma.SshKeyUncheckedCreateInput, 'id' | 'publicKey' | 'fingerprint'>,
    key: NewKey,
    ip: string | null,
  ) => {
    const { text, fingerprint } = parsePublicKey(key.publicKey)
    const { userId = null, tenantId = null, createdBy } = data
    const count = await db.sshKey.count({ where: userId === null ? { tenantId } : { userId } })
    if (count >= MOST)
      throw new BerthError('quota.exceeded', `more than ${MOST} keys: remove those that nobody uses`)
    try {
      return await db.$transaction(async (tx) => {
        await recordAudit(tx, {
          ...{ tenantId, by: createdBy, action: 'key.added', target: key.name, outcome: 'allowed', ip },
          data: { fingerprint, machine: userId === null },
        })
        const row = { ...data, id: newId('sshKey'), publicKey: text, fingerprint, createdAt: clock.now() }
        return toView(await tx.sshKey.create({ data: row }))
      })
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      throw new BerthError(
        'key.exists',
        `${fingerprint} is known already: each key belongs to one person or machine`,
      )
    }
  }
  const remove = async (where: Prisma.SshKeyWhereInput, id: string, who: Pick<Acting, 'by' | 'ip'>) => {
    const row = await db.sshKey.findFirst({ where: { ...where, id } })
    if (row === null) throw new BerthError('key.not_found', `there is no such key: ${id}`)
    await db.$transaction(async (tx) => {
      await tx.sshKey.deleteMany({ where: { id } })
      await recordAudit(tx, {
        ...{
          tenantId: row.tenantId,
          by: who.by,
          action: 'key.removed',
          target: row.name,
          outcome: 'allowed',
          ip: who.ip,
        },
        data: { fingerprint: row.fingerprint },
      })
    })
  }
  const within = ({ tenantId, userId }: Acting, all: boolean): Prisma.SshKeyWhereInput => ({
    tenantId,
    ...(!all && { OR: [{ userId: null }, ...(userId === null ? [] : [{ userId }])] }),
  })

  return {
    listOwn: ({ userId }) => list(db, { userId, tenantId: null }),
    addOwn: (actor, key, ip) =>
      add({ userId: actor.userId, name: key.name, createdBy: actor.label }, key, ip),
    removeOwn: ({ userId, label }, id, ip) => remove({ userId, tenantId: null }, id, { by: label, ip }),
    list: (acting, all) => list(db, within(acting, all)),
    add: async (acting, actor, { machine, ...key }) => {
      refuseBroader(acting, actor, machine)
      const userId = machine ? null : acting.userId
      const { tenantId, by: createdBy, ip } = acting
      return add({ userId, tenantId, name: key.name, createdBy }, key, ip)
    },
    remove: (acting, id, all) => remove(within(acting, all), id, acting),
  }
}

/** A key pushes and fetches: nobody hands that out who may not do it. */
function refuseBroader(acting: Acting, actor: Actor, machine: boolean): void {
  if (!machine && acting.userId === null)
    throw new BerthError('auth.forbidden', 'this token is nobody’s: add a key for a machine')
  const held = heldPermissions(acting.role, actor.token)
  const may = grantable(machine ? 'svc' : 'pat', held)
  if (may.includes('app:deploy') && (!machine || (actor.token?.appId ?? null) === null)) return
  throw new BerthError('auth.forbidden', 'a key may deploy, and you may not: ask an owner', {
    details: { scope: 'app:deploy' },
  })
}

async function list(db: Db, where: Prisma.SshKeyWhereInput): Promise<SshKeyView[]> {
  const rows = await db.sshKey.findMany({ where, orderBy: { createdAt: 'desc' } })
  return rows.map(toView)
}

function toView(row: SshKey): SshKeyView {
  const { id, name, fingerprint, createdAt, lastUsedAt, createdBy } = row
  const kind = row.userId === null ? 'machine' : 'person'
  const [type = ''] = row.publicKey.split(' ')
  return { id, name, kind, type, fingerprint, createdAt, lastUsedAt, by: createdBy }
}
