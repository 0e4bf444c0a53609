import { type Db, forTenant } from '@berth/db'
import type { FirstStepsView } from '@berth/protocol'

export type FirstSteps = {
  /** By what the tenant has, whoever did it. */
  read(tenantId: string, userId: string | null): Promise<FirstStepsView>
  /** For this person, in every browser. */
  hide(tenantId: string, userId: string): Promise<void>
}

/** What the platform deploys by itself is no step of anybody. */
const GIVEN = 'library/welcome'

export function createFirstSteps({ db }: { db: Db }): FirstSteps {
  return {
    read: async (tenantId, userId) => {
      const own = forTenant(db, tenantId)
      const open = { acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } }
      const [pushed, deployed, shells, members, invited, hidden] = await Promise.all([
        own.repository.count({ where: { tenantId, manifests: { some: {} } } }),
        own.release.count({ where: { repository: { not: GIVEN } } }),
        own.audit.count({ where: { action: 'app.exec' } }),
        own.membership.count(),
        own.invitation.count({ where: open }),
        userId === null ? null : db.setting.findUnique({ where: { key: keyOf(tenantId, userId) } }),
      ])
      return {
        push: pushed > 0,
        deploy: deployed > 0,
        shell: shells > 0,
        invite: members + invited > 1,
        hidden: hidden !== null,
      }
    },
    hide: async (tenantId, userId) => {
      const key = keyOf(tenantId, userId)
      await db.setting.upsert({ where: { key }, create: { key, value: true }, update: {} })
    },
  }
}

function keyOf(tenantId: string, userId: string): string {
  return `first-steps.hidden:${tenantId}:${userId}`
}
