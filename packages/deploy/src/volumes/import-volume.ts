import { BerthError, formatBytes } from '@berth/core'
import type { Db, Tx, Volume } from '@berth/db'
import { checkExtraDisk } from '../admission.ts'
import { inTenant } from '../locks.ts'
import { place } from '../place.ts'
import type { Wake } from '../ports.ts'
import { readNodes } from '../scheduler/read-nodes.ts'
import { addSnapshot } from './add-snapshot.ts'
import { tellVolume } from './create-volume.ts'
import { refuseRestoring } from './find-volume.ts'

/** Of one tenant: each holds a connection, and room on its node. */
const MAX_AT_ONCE = 4
/** Small files take more on a disk than in an archive, and a new folder some too. */
const ROOM_FACTOR = 2
const ROOM_BESIDE = 16 * 1024 ** 2

export type ImportRequest = {
  readonly tenantId: string
  readonly volumeId: string
  readonly by: string
  readonly ip: string | null
  /** the most that the archive unpacks to, where that is known */
  readonly bytes?: number | undefined
}

/** What comes in: at which node, as which snapshot, and at most how large. */
export type BegunImport = { readonly nodeId: string; readonly snapshot: string; readonly bytes: number }

/**
 * An archive is about to come: its room is held. When its node tells of the snapshot that it became, that is brought
 * back as a restore is. Errors: volume.not_found, volume.busy, quota.exceeded.
 */
export function beginImport(
  { db, wake }: { readonly db: Db; readonly wake: Pick<Wake, 'wakeNode'> },
  { tenantId, volumeId, by, ip, bytes }: ImportRequest,
): Promise<BegunImport> {
  return inTenant(db, tenantId, async (tx) => {
    const volume = await tx.volume.findFirst({
      where: { id: volumeId, tenantId, sandboxId: null, deletedAt: null },
    })
    if (!volume) throw new BerthError('volume.not_found', `there is no such volume: ${volumeId}`)
    await refuseRestoring(tx, volume)
    await refuseMany(tx, tenantId)
    const nodeId = volume.nodeId ?? (await settle(tx, volume))
    const most = Math.min(
      Number(volume.bytes),
      (bytes ?? Number.MAX_SAFE_INTEGER / 4) * ROOM_FACTOR + ROOM_BESIDE,
    )
    // what it holds now is kept as a snapshot, too
    await checkExtraDisk(tx, tenantId, { before: 0, asked: most + Number(volume.usedBytes) })
    const snapshot = await addSnapshot(tx, volume, { origin: 'import', state: 'importing', bytes: most, by })
    const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } })
    const message = `an archive of at most ${formatBytes(most)} is coming into volume ${volume.name}`
    await tellVolume(tx, { tenant, by, ip }, volume, { type: 'volume.import_begun', message })
    if (!volume.made) await wake.wakeNode(nodeId, [], 0)
    return { nodeId, snapshot, bytes: most }
  })
}

/** It came to nothing; what its node may have of it goes with its next look. */
export async function dropImport(db: Db, tenantId: string, snapshot: string): Promise<void> {
  await db.volumeSnapshot.updateMany({
    where: { id: snapshot, volume: { tenantId }, state: 'importing' },
    data: { state: 'removing', bytes: 0n },
  })
}

async function refuseMany(tx: Tx, tenantId: string): Promise<void> {
  const count = await tx.volumeSnapshot.count({ where: { state: 'importing', volume: { tenantId } } })
  if (count < MAX_AT_ONCE) return
  throw new BerthError(
    'volume.busy',
    `${MAX_AT_ONCE} archives are coming in already: wait until one is there`,
  )
}

/** A volume that no node has lies where an instance of the usual size would be placed. */
async function settle(tx: Tx, { id, name }: Volume): Promise<string> {
  const result = place({
    wanted: [{ process: 'web', instance: 1 }],
    limits: () => ({ cpu: 0, memory: 0, pids: 0, disk: 0 }),
    nodes: await readNodes(tx),
    present: new Map(),
  })
  const nodeId = result.kind === 'placed' ? result.placements[0]?.nodeId : undefined
  if (nodeId === undefined)
    throw new BerthError('volume.busy', `no node is ready to hold volume ${name}: try again when one is`)
  await tx.volume.update({ where: { id }, data: { nodeId } })
  return nodeId
}
