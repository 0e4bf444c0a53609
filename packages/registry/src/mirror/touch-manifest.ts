import type { RegistryDeps } from '../deps.ts'
import type { RepositoryName } from '../names.ts'

const EVERY_MS = 10 * 60_000

/** Eviction goes by last use: noted now and then, so that reading does not write. */
export async function touchManifest(
  { db, clock }: Pick<RegistryDeps, 'db' | 'clock'>,
  name: RepositoryName,
  digest: string,
): Promise<void> {
  const now = clock.now()
  const before = new Date(now.getTime() - EVERY_MS)
  await db.manifest.updateMany({
    where: {
      digest,
      repository: { name: name.full },
      OR: [{ pulledAt: null }, { pulledAt: { lt: before } }],
    },
    data: { pulledAt: now },
  })
}
