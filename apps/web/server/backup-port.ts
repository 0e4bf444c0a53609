import type { BackupDesk } from '@berth/deploy'
import type { ControlClient } from './control-client.ts'

/** Control speaks to buckets; this asks it to. */
export function createBackupPort({ backups }: Pick<ControlClient, 'backups'>): BackupDesk {
  return {
    check: async (tenantId, bucket, secret) =>
      void (await backups(tenantId, { op: 'check', bucket, ...(secret !== undefined && { secret }) })),
    scan: async (tenantId) => {
      const { found = 0, unread = 0 } = await backups(tenantId, { op: 'scan' })
      return { found, unread }
    },
    remove: async (tenantId, backup) => void (await backups(tenantId, { op: 'remove', backup })),
  }
}
