import type { BerthError } from '@berth/core'
import { auditMirror } from './audit-mirror.ts'
import type { MirrorDeps, Source } from './mirror-deps.ts'

/** An upstream that sends other bytes than it was asked for is worth an administrator's look. */
export async function recordForged(
  { db }: Pick<MirrorDeps, 'db'>,
  { name, client }: Source,
  digest: string,
  error: BerthError,
): Promise<void> {
  const by = { label: client.host, ip: null }
  const { actual } = error.details
  const data = { actual: typeof actual === 'string' ? actual : null }
  await auditMirror(db, by, 'mirror.digest_wrong', `${name.full}@${digest}`, data, 'denied')
}
