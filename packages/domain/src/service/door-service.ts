import { BerthError, type Clock } from '@berth/core'
import { type Db, findApp, recordEvent, type Tx } from '@berth/db'
import type { DoorSettingsView } from '@berth/protocol'
import type { z } from 'zod'
import { sealOne, type SecretBox, type Wake } from '../ports.ts'
import {
  type DoorSettings,
  doorSettings,
  LIMITS,
  type maintenanceSchema,
  NOTHING_SET,
  type redirectSchema,
} from '../sites/door-settings.ts'
import { newSalt, visitorProof } from '../sites/visitor-proof.ts'
import { type AppTarget, audit, TRANSACTION } from './own-app.ts'

/** What the door does before an app is asked. Error of all: app.not_found. */
export type DoorService = {
  read(target: AppTarget): Promise<DoorSettingsView>
  /** One rule for each path: another one takes its place. Error: quota.exceeded. */
  addRedirect(target: AppTarget, rule: z.infer<typeof redirectSchema>): Promise<DoorSettingsView>
  /** Error: redirect.not_found. */
  removeRedirect(target: AppTarget, from: string): Promise<DoorSettingsView>
  /** Who is there already gets this password. Error: quota.exceeded. */
  setUser(
    target: AppTarget,
    user: { readonly name: string; readonly password: string },
  ): Promise<DoorSettingsView>
  /** Error: user.not_found. */
  removeUser(target: AppTarget, name: string): Promise<DoorSettingsView>
  /** null: it is over. */
  setMaintenance(
    target: AppTarget,
    maintenance: z.infer<typeof maintenanceSchema> | null,
  ): Promise<DoorSettingsView>
}

export function createDoorService(deps: {
  readonly db: Db
  readonly secrets: Pick<SecretBox, 'seal'>
  readonly wake: Wake
  readonly clock: Clock
}): DoorService {
  const { db, clock } = deps

  /** One change at a time of each app: the row is locked before it is read. */
  const act = async (
    target: AppTarget,
    action: string,
    work: (before: DoorSettings) => DoorSettings,
  ): Promise<DoorSettingsView> => {
    const after = await db.$transaction(async (tx) => {
      const app = await findApp(tx, target)
      const before = await lockSettings(tx, app.id)
      const { redirects, users, maintenance } = work(before)
      const data = { redirects: [...redirects], users: [...users], maintenance: maintenance ?? undefined }
      await tx.appDoor.update({ where: { appId: app.id }, data })
      if (maintenance === null)
        await tx.$executeRaw`UPDATE "AppDoor" SET maintenance = NULL WHERE "appId" = ${app.id}`
      await audit(tx, target, action)
      await recordEvent(tx, {
        ...{ tenantId: app.tenantId, type: action, appId: app.id, appName: app.name, by: target.by },
        message: `${target.by} ${SENTENCES[action] ?? 'changed the door'} of ${app.name}`,
      })
      return { redirects, users, maintenance }
    }, TRANSACTION)
    await deps.wake.wakeScheduler(action)
    return settingsView(after)
  }

  return {
    read: async (target) => {
      const app = await findApp(db, target)
      const row = await db.appDoor.findUnique({ where: { appId: app.id } })
      return settingsView(row ? doorSettings(row) : NOTHING_SET)
    },

    addRedirect: (target, rule) =>
      act(target, 'door.redirects_changed', (settings) => {
        const others = settings.redirects.filter(({ from }) => !isSamePath(from, rule.from))
        refuseMore(others.length, LIMITS.redirects, 'redirects')
        return { ...settings, redirects: [...others, rule] }
      }),

    removeRedirect: (target, path) =>
      act(target, 'door.redirects_changed', (settings) => {
        const redirects = settings.redirects.filter(({ from }) => !isSamePath(from, path))
        if (redirects.length < settings.redirects.length) return { ...settings, redirects }
        throw new BerthError('redirect.not_found', `nothing is redirected from ${path}`)
      }),

    setUser: async (target, { name, password }) => {
      const { id } = await findApp(db, target)
      const salt = await saltOf(db, id)
      const proof = await sealOne(deps.secrets, target.tenant.id, visitorProof(salt, name, password))
      return act(target, 'door.users_changed', (settings) => {
        const others = settings.users.filter((user) => user.name !== name)
        refuseMore(others.length, LIMITS.users, 'visitors')
        return { ...settings, users: [...others, { name, proof }] }
      })
    },

    removeUser: (target, name) =>
      act(target, 'door.users_changed', (settings) => {
        const users = settings.users.filter((user) => user.name !== name)
        if (users.length < settings.users.length) return { ...settings, users }
        throw new BerthError('user.not_found', `nobody named ${name} may visit`)
      }),

    setMaintenance: (target, wish) =>
      act(target, wish ? 'door.maintenance_on' : 'door.maintenance_off', (settings) => ({
        ...settings,
        maintenance: wish && { ...wish, by: target.by, since: clock.now().toISOString() },
      })),
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  'door.redirects_changed': 'changed the redirects',
  'door.users_changed': 'changed who may visit',
  'door.maintenance_on': 'began the maintenance',
  'door.maintenance_off': 'ended the maintenance',
}

async function lockSettings(tx: Tx, appId: string): Promise<DoorSettings> {
  await saltOf(tx, appId)
  await tx.$executeRaw`SELECT 1 FROM "AppDoor" WHERE "appId" = ${appId} FOR UPDATE`
  return doorSettings(await tx.appDoor.findUniqueOrThrow({ where: { appId } }))
}

/** Made with the row, and never changed. */
async function saltOf(db: Pick<Tx, 'appDoor'>, appId: string): Promise<string> {
  await db.appDoor.createMany({ data: { appId, salt: newSalt() }, skipDuplicates: true })
  return (await db.appDoor.findUniqueOrThrow({ where: { appId } })).salt
}

function settingsView({ redirects, users, maintenance }: DoorSettings): DoorSettingsView {
  return {
    redirects: [...redirects],
    users: users.map(({ name }) => name),
    maintenance: maintenance && { ...maintenance, since: new Date(maintenance.since) },
  }
}

function isSamePath(a: string, b: string): boolean {
  return a.replace(/\/+$/, '') === b.replace(/\/+$/, '')
}

function refuseMore(count: number, limit: number, resource: string): void {
  if (count < limit) return
  throw new BerthError('quota.exceeded', `an app has at most ${limit} ${resource}: remove one first`, {
    details: { resource, limit },
  })
}
