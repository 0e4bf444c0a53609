import { createFileBlobStore, type BlobStore } from '@berth/blob'
import { createLog } from '@berth/log'
import { collect, type CollectionDeps } from '@berth/registry'
import type { CollectionRun } from '@berth/db'
import { clientOf } from './client.ts'
import type { RegistryFixture } from './registry-fixture.ts'

export const LEASE_MS = 60 * 60_000
export const GRACE_MS = 2 * LEASE_MS
export const DAY_MS = 24 * LEASE_MS

/** Collection over a registry under test, as far in the future as a test wants to be. */
export function collectorOf(
  registry: RegistryFixture,
  own: { blobs?: BlobStore; db?: CollectionDeps['db'] } = {},
) {
  const blobs = own.blobs ?? createFileBlobStore(registry.blobs)
  const deps = (laterMs: number): CollectionDeps => ({
    db: own.db ?? registry.db,
    blobs,
    clock: { now: () => new Date(Date.now() + laterMs) },
    log: createLog({ name: 'collect', level: 'fatal' }),
    leaseMs: LEASE_MS,
    graceMs: GRACE_MS,
  })
  /** One run as it would be `laterMs` from now; returns its row. */
  const run = async (
    laterMs: number,
    more: { dryRun?: boolean; reconcile?: boolean } = {},
  ): Promise<CollectionRun> => {
    const id = await collect(deps(laterMs), { by: null, dryRun: false, reconcile: false, ...more })
    return registry.db.collectionRun.findUniqueOrThrow({ where: { id } })
  }
  /** Notes what is loose now, and takes it when lease and grace are over. */
  const settle = async (): Promise<CollectionRun> => {
    await run(0)
    return run(GRACE_MS + LEASE_MS)
  }
  return { run, settle, blobs }
}

/** A client of `acme/<repository>` with all rights there. */
export async function ownerOf(registry: RegistryFixture, repository: string, url = registry.url) {
  const { token } = await registry.tokenOf('owner@acme.test')
  const authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
  return clientOf({ url, repository: () => `acme/${repository}`, headers: async () => ({ authorization }) })
}
