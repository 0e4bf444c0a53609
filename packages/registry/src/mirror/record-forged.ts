import { type BerthError, newId } from '@berth/core'
import type { MirrorDeps, Source } from './mirror-deps.ts'

/** An upstream that sends other bytes than it was asked for is worth an administrator's look. */
export async function recordForged(
  { db }: Pick<MirrorDeps, 'db'>,
  { name, client }: Source,
  digest: string,
  error: BerthError,
): Promise<void> {
  await db.audit.create({
    data: {
      id: newId('audit'),
      tenantId: null,
      by: client.host,
      action: 'mirror.digest_wrong',
      target: `${name.full}@${digest}`,
      outcome: 'denied',
      data: { actual: typeof error.details['actual'] === 'string' ? error.details['actual'] : null },
    },
  })
}
