import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import { type RegistryActor, type RegistryAuth, subjectOf } from '../registry-actor.ts'
import { createVerdictCache } from '../verdict-cache.ts'
import { readMirrorSettings } from './mirror-settings.ts'

const BELIEVED_MS = 2000

/**
 * Who may pull through mirrors: everybody who is signed in, a token that may pull anything in its own tenant, and nobody else
 * unless the administrators opened it.
 */
export function createMirrorRights(deps: { db: Db; auth: RegistryAuth; clock: Clock }) {
  const believe = createVerdictCache<boolean>({ clock: deps.clock, ttlMs: BELIEVED_MS })
  return (actor: RegistryActor | null): Promise<boolean> => {
    if (actor) return believe(subjectOf(actor), () => mayPull(deps, actor))
    return believe('anonymous', async () => (await readMirrorSettings(deps.db)).anonymous)
  }
}

async function mayPull({ db, auth }: { db: Db; auth: RegistryAuth }, actor: RegistryActor): Promise<boolean> {
  if (!actor.token) return true
  const tenant = await db.tenant.findUnique({ where: { id: actor.token.tenantId }, select: { name: true } })
  if (!tenant) return false
  return Boolean(
    await auth.can({
      actor,
      tenant: tenant.name,
      permission: 'registry:pull',
      target: { anyRepository: true },
    }),
  )
}
