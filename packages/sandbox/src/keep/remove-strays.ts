import type { Db, Tx } from '@berth/db'
import { desireAll, type Touched } from './write-steps.ts'

/** There is something to remove: asked at each look, and hardly ever so. */
export async function hasStrays(db: Pick<Db, '$prepared'>): Promise<boolean> {
  const [found] = await db.$prepared<{ some: boolean }>`
    SELECT EXISTS (
      SELECT 1 FROM "App" a JOIN "Container" c ON c."appId" = a.id WHERE a.kind = 'lab' AND c."sandboxId" IS NULL
    ) OR EXISTS (
      SELECT 1 FROM "Volume" WHERE "sandboxId" IS NULL AND starts_with(name, 'sbx_') AND "deletedAt" IS NULL
    ) AS some`
  return found?.some === true
}

/** A sandbox's row may go with its course or lab: what it had on its node goes after it. */
export async function removeStrays(tx: Tx): Promise<Touched[]> {
  const strays = await tx.container.findMany({
    where: { sandboxId: null, app: { kind: 'lab' } },
    select: { id: true, desired: true, observed: true },
  })
  const isGone = ({ desired, observed }: (typeof strays)[number]) =>
    desired === 'removed' && (observed === 'removed' || observed === 'lost')
  await tx.container.deleteMany({ where: { id: { in: strays.filter(isGone).map(({ id }) => id) } } })
  const staying = strays.filter(({ desired }) => desired !== 'removed')
  if (strays.length === 0) {
    await tx.volume.updateMany({
      where: { sandboxId: null, name: { startsWith: 'sbx_' }, deletedAt: null },
      data: { deletedAt: new Date(0), deletedBy: 'the platform' },
    })
  }
  return desireAll(
    tx,
    staying.map(({ id }) => id),
    'removed',
  )
}
