import { BerthError } from '@berth/core'
import { type App, type Tx, type Volume } from '@berth/db'
import type { ReleaseDraft } from '../release-draft.ts'
import { place } from '../place.ts'
import { limitsOf } from '../processes/of-process.ts'
import { readNodes } from '../scheduler/read-nodes.ts'
import { isMounted } from './is-mounted.ts'
import { checkMounts } from './release-volume.ts'
import { inUse, notOfThisApp, volumeNotFound } from './volume-errors.ts'

/**
 * Attaches what a release mounts to its app, and settles which node that lies on, so that all of its instances go
 * there. Within `inTenant`. Errors: volume.not_found for one that was deleted, volume.in_use, input.invalid,
 * auth.scope_missing.
 */
export async function holdVolumes(
  tx: Tx,
  { app, draft, ownApp = false }: { app: App; draft: ReleaseDraft; ownApp?: boolean | undefined },
): Promise<void> {
  if (draft.volumes.length === 0) return
  checkMounts(draft)
  const ids = [...new Set(draft.volumes.map(({ volume }) => volume))]
  const rows = await tx.volume.findMany({
    where: { id: { in: ids }, tenantId: app.tenantId, deletedAt: null },
    include: { app: { select: { name: true } } },
  })
  for (const { volume, name } of draft.volumes) {
    const row = rows.find(({ id }) => id === volume)
    if (!row) throw volumeNotFound(name)
    if (ownApp && row.app && row.appId !== app.id) throw notOfThisApp(name)
    if (row.app && row.appId !== app.id && (await isMounted(tx, row))) throw inUse(name, row.app.name)
  }
  await tx.volume.updateMany({ where: { id: { in: ids } }, data: { appId: app.id } })
  const nodeId = onlyNode(rows) ?? (await chooseNode(tx, draft))
  if (nodeId !== null)
    await tx.volume.updateMany({ where: { id: { in: ids }, nodeId: null }, data: { nodeId } })
}

/** The files of one release lie on one node, because that is where its instances are. */
function onlyNode(rows: readonly Volume[]): string | undefined {
  const placed = rows.filter(({ nodeId }) => nodeId !== null)
  const [first, ...others] = new Set(placed.map(({ nodeId }) => nodeId))
  if (others.length === 0) return first ?? undefined
  const names = placed.map(({ name }) => name).join(', ')
  throw new BerthError(
    'input.invalid',
    `the volumes ${names} lie on different nodes: an app mounts those of one node`,
  )
}

/** null while no node is ready: then the first container that is placed settles it. */
async function chooseNode(tx: Tx, draft: ReleaseDraft): Promise<string | null> {
  const [process = ''] = draft.volumes.map((mount) => mount.process)
  const result = place({
    wanted: [{ process, instance: 1 }],
    limits: (name) => limitsOf(draft, name),
    nodes: await readNodes(tx),
    present: new Map(),
  })
  return result.kind === 'placed' ? (result.placements[0]?.nodeId ?? null) : null
}
