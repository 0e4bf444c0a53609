import { newId } from '@berth/core'
import type { Tx } from '@berth/db'
import { layersOf } from '../claim/copy-sandbox.ts'
import { tell } from '../events/tell.ts'
import type { SandboxRow } from './read-sandboxes.ts'
import type { ShelvedVersion } from './version-shelf.ts'
import { desire, type Touched } from './write-steps.ts'

/** Lets a sandbox that waited begin on a node: with what it had before, where that is kept. */
export async function admit(
  tx: Tx,
  row: SandboxRow,
  around: {
    readonly version: ShelvedVersion
    readonly nodeId: string
    readonly now: Date
  },
): Promise<Touched[]> {
  const { version, nodeId, now } = around
  const kept = row.containers.filter(
    ({ attempt, desired }) => attempt === row.attempt && desired !== 'removed',
  )
  const layers = kept.length > 0 ? new Map<string, string>() : await layersOf(tx, row)
  await tx.sandbox.update({
    where: { id: row.id },
    data: {
      ...{ state: 'starting', nodeId },
      // its containers are old: the time that a start may take counts from here
      ...(kept.length > 0 && { requestedAt: now }),
      // what is copied was set up before
      ...(layers.size > 0 && { readyAt: row.requestedAt }),
    },
  })
  await tell(tx, [{ sandbox: row, type: 'starting' }])
  if (kept.length > 0) return Promise.all(kept.map(({ id }) => desire(tx, id, 'running')))
  await makeHome(tx, row, { version, nodeId })
  const made = version.containers.map(({ name, releaseId }) => ({
    ...{ id: newId('container'), tenantId: row.tenantId, appId: version.appId, nodeId },
    ...{ releaseId, process: name, instance: 1 },
    ...{ sandboxId: row.id, attempt: row.attempt, network: row.id, layerOf: layers.get(name) ?? null },
  }))
  await tx.container.createMany({ data: made })
  return made.map(({ id: containerId }) => ({ nodeId, containerId, generation: 1 }))
}

/** A name that nobody can give a volume. */
async function makeHome(
  tx: Tx,
  { id, tenantId, attempt, homes }: SandboxRow,
  { version, nodeId }: { readonly version: ShelvedVersion; readonly nodeId: string },
): Promise<void> {
  const { home } = version.spec
  if (home === null || homes.some((one) => one.attempt === attempt)) return
  await tx.volume.create({
    data: {
      ...{ id: newId('volume'), tenantId, name: `${id}.${attempt}`, bytes: BigInt(home.bytes), nodeId },
      ...{ sandboxId: id, attempt, createdBy: 'the platform' },
    },
  })
}
