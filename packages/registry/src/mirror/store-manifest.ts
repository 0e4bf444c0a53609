import { formatPlatform } from '@berth/oci'
import { type ManifestSummary, manifestRow, readConfig } from '../manifest-store.ts'
import type { FetchedManifest } from './fetch-manifest.ts'
import { fetchBlob } from './fetch-blob.ts'
import type { MirrorDeps, Source } from './mirror-deps.ts'

/** Keeps a manifest of an upstream. Its layers come when somebody asks for them, the config of an image at once. */
export async function storeManifest(
  deps: MirrorDeps,
  source: Source,
  fetched: FetchedManifest,
): Promise<void> {
  const { repositoryId } = source
  const summary = await summarise(deps, source, fetched)
  const row = manifestRow({
    ...fetched,
    repositoryId,
    summary,
    pushedBy: source.client.host,
    pushedAt: deps.clock.now(),
  })
  await deps.db.manifest.createMany({ data: [row], skipDuplicates: true })
}

async function summarise(
  deps: MirrorDeps,
  source: Source,
  { manifest }: FetchedManifest,
): Promise<ManifestSummary> {
  const named = [...(manifest.config ? [manifest.config] : []), ...manifest.blobs]
  const imageBytes = named.reduce((sum, { size }) => sum + BigInt(size), 0n)
  if (manifest.kind === 'index') {
    const platforms = manifest.children.flatMap(({ platform }) =>
      platform ? [formatPlatform(platform)] : [],
    )
    return { config: null, platforms: [...new Set(platforms)], imageBytes }
  }
  const config = await readConfig(deps, manifest, async ({ digest, size }) => {
    const download = await fetchBlob(deps, source, { digest, size })
    await download?.done
  })
  return { config: config?.bytes ?? null, platforms: config ? [config.platform] : [], imageBytes }
}
