import { BerthError } from '@berth/core'
import type { BackupTarget, Db } from '@berth/db'
import type { BackupTargetView, BucketAddress } from '@berth/protocol'
import type { SecretBox } from '../ports.ts'
import type { BackupBucket, OpenBucket } from './ports.ts'

const NAME = 'secret'

export type TargetDeps = {
  readonly db: Pick<Db, 'backupTarget'>
  readonly secrets: Pick<SecretBox, 'open'>
  readonly openBucket: OpenBucket
}

/** Error: backup.target_missing. */
export async function openTarget(deps: TargetDeps, tenantId: string): Promise<BackupBucket> {
  const target = await findTarget(deps.db, tenantId)
  return deps.openBucket(addressOf(target), await openTargetSecret(deps.secrets, target))
}

/** Error: backup.target_missing. */
export async function findTarget(db: Pick<Db, 'backupTarget'>, tenantId: string): Promise<BackupTarget> {
  const target = await db.backupTarget.findUnique({ where: { tenantId } })
  if (target) return target
  throw new BerthError(
    'backup.target_missing',
    'there is no bucket for backups yet: name one on the page of volumes, or with berth backups target set',
  )
}

export async function openTargetSecret(
  secrets: Pick<SecretBox, 'open'>,
  { tenantId, secret }: Pick<BackupTarget, 'tenantId' | 'secret'>,
): Promise<string> {
  return valueOf(await secrets.open(tenantId, { [NAME]: secret }))
}

/** As it is stored. */
export async function sealTargetSecret(
  secrets: Pick<SecretBox, 'seal'>,
  tenantId: string,
  secret: string,
): Promise<string> {
  return valueOf(await secrets.seal(tenantId, { [NAME]: secret }))
}

function valueOf(values: Readonly<Record<string, string>>): string {
  const value = values[NAME]
  if (value !== undefined) return value
  throw new BerthError('vault.decrypt_failed', 'the secret of a bucket did not come back')
}

export function addressOf(target: BucketAddress): BucketAddress {
  const { endpoint, region, bucket, prefix, accessKeyId, pathStyle } = target
  return { endpoint, region, bucket, prefix, accessKeyId, pathStyle }
}

export function targetView(target: BackupTarget): BackupTargetView {
  const { changedBy, changedAt } = target
  return { ...addressOf(target), changedBy, changedAt }
}
