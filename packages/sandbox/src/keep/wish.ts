import type { SandboxReason, SandboxWish } from '@berth/core'
import { Prisma, type Sandbox, type Tx } from '@berth/db'
import { tell } from '../events/tell.ts'

type Wished = Pick<Sandbox, 'id' | 'tenantId' | 'courseId'>

/** States that a sandbox is put into at once: its containers follow. */
export type Rest = Exclude<SandboxWish, 'running'>

/** Writes what is wanted of a sandbox from now on, and why. */
export async function writeWish(
  tx: Pick<Tx, 'sandbox' | 'sandboxEvent' | '$executeRaw'>,
  sandbox: Wished,
  wish: { readonly wanted: Rest; readonly reason: SandboxReason; readonly by?: string; readonly now: Date },
): Promise<void> {
  const { wanted, reason, by, now } = wish
  await tx.sandbox.update({
    where: { id: sandbox.id },
    data: {
      ...{ wanted, state: wanted, reason: { ...reason }, wantedBy: by ?? null },
      ...(wanted === 'frozen' && { frozenAt: now }),
      ...(wanted === 'stopped' && { stoppedAt: now }),
      ...(wanted === 'archived' && { archivedAt: now, noticedAt: null }),
      ...(wanted === 'ended' && { endedAt: now }),
      ...(wanted !== 'frozen' && { handAt: null, handTakenBy: null, driverId: null, ...NOT_ASKED }),
      ...{ busySince: null, throttledAt: null },
    },
  })
  await tell(tx, [{ sandbox, type: wanted, by: by ?? null, reason }])
}

/** Nobody asks to type beside its owner. */
export const NOT_ASKED = { driveAskedBy: null, driveAskedAt: null } as const

export const NO_REASON = { reason: Prisma.DbNull } as const
