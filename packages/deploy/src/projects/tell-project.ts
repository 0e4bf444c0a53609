import { newId } from '@berth/core'
import { type Prisma, recordEvent, type Tx } from '@berth/db'
import type { ProjectTarget } from './find-project.ts'

/** Event and audit of a change of what a project shares. `data`: names, never values. */
export async function tellProject(
  tx: Tx,
  { tenant, by, ip = null, project }: ProjectTarget,
  change: {
    readonly type: 'project.env_changed' | 'project.secrets_changed'
    readonly message: string
    readonly data: Prisma.InputJsonObject
  },
): Promise<void> {
  const { type, message, data } = change
  await recordEvent(tx, { tenantId: tenant.id, type, message, by, data })
  await tx.audit.create({
    data: {
      ...{ id: newId('audit'), tenantId: tenant.id, by, ip, action: type, target: project },
      ...{ outcome: 'allowed', data },
    },
  })
}
