import { newId } from '@berth/core'
import type { Prisma, Tx } from '@berth/db'
import type { RuleActing } from './rule-acting.ts'

/** Who did what to a tenant's images, in the transaction that does it. */
export async function writeAudit(
  tx: Tx,
  acting: RuleActing,
  entry: { readonly action: string; readonly target: string; readonly data?: Prisma.InputJsonObject },
): Promise<void> {
  await tx.audit.create({ data: { id: newId('audit'), outcome: 'allowed', ...acting, ...entry } })
}
