import { askDigest, fetchManifest } from './fetch-manifest.ts'
import type { Freshness } from './mirror.ts'
import type { MirrorDeps, Source } from './mirror-deps.ts'
import { storeManifest } from './store-manifest.ts'
import { allowsStale, asUpstreamFailure } from './upstream-failure.ts'

/** Asks the upstream where a tag points, unless that was asked within its time to live. Errors: mirror.upstream_*. */
export async function refreshTag(deps: MirrorDeps, source: Source, tag: string): Promise<Freshness> {
  const { repositoryId, upstream } = source
  const known = await deps.db.tag.findUnique({ where: { repositoryId_name: { repositoryId, name: tag } } })
  const age = deps.clock.now().getTime() - (known?.checkedAt?.getTime() ?? 0)
  if (known && age < upstream.ttlSeconds * 1000) {
    deps.counts.hit(upstream.id)
    return { digest: known.digest, stale: undefined }
  }
  try {
    const digest = await deps.fetching(`${repositoryId}:${tag}`, () => follow(deps, source, tag))
    deps.counts.asked(upstream.id)
    return { digest, stale: undefined }
  } catch (thrown) {
    const error = asUpstreamFailure(source.client.host, thrown)
    deps.counts.failed(upstream.id, error)
    if (!known || !allowsStale(error)) throw error
    deps.log.warn({ err: error, repository: source.name.full, tag }, 'served as it was: its upstream fails')
    return { digest: known.digest, stale: error }
  }
}

/** A manifest of this digest, which can be nothing else than what it is. Errors: mirror.upstream_*. */
export async function bringManifest(deps: MirrorDeps, source: Source, digest: string): Promise<Freshness> {
  const { repositoryId, upstream } = source
  if (await isHere(deps, source, digest)) {
    deps.counts.hit(upstream.id)
    return { digest, stale: undefined }
  }
  try {
    const found = await deps.fetching(`${repositoryId}@${digest}`, () => fetchWhole(deps, source, { digest }))
    deps.counts.asked(upstream.id)
    return { digest: found, stale: undefined }
  } catch (thrown) {
    const error = asUpstreamFailure(source.client.host, thrown)
    deps.counts.failed(upstream.id, error)
    throw error
  }
}

/** Moves the tag to where the upstream has it; takes it away when the upstream has it no more. */
async function follow(deps: MirrorDeps, source: Source, tag: string): Promise<string | undefined> {
  const { repositoryId, client } = source
  const asked = await askDigest(source, tag)
  const digest =
    asked && (await isHere(deps, source, asked))
      ? asked
      : asked === undefined
        ? undefined
        : await fetchWhole(deps, source, asked === null ? { tag } : { digest: asked })
  if (digest === undefined) {
    await deps.db.tag.deleteMany({ where: { repositoryId, name: tag } })
    return undefined
  }
  const now = deps.clock.now()
  const row = { repositoryId, name: tag, digest, checkedAt: now, pushedBy: client.host }
  await deps.db.tag.createMany({ data: [{ ...row, pushedAt: now }], skipDuplicates: true })
  await deps.db.tag.updateMany({ where: { repositoryId, name: tag }, data: row })
  return digest
}

async function fetchWhole(
  deps: MirrorDeps,
  source: Source,
  reference: { tag: string } | { digest: string },
): Promise<string | undefined> {
  const fetched = await fetchManifest(source, reference)
  if (!fetched) return undefined
  await storeManifest(deps, source, fetched)
  return fetched.digest
}

async function isHere({ db }: MirrorDeps, { repositoryId }: Source, digest: string): Promise<boolean> {
  return (await db.manifest.count({ where: { repositoryId, digest } })) > 0
}
