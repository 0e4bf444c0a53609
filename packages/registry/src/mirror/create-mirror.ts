import type { BlobStore } from '@berth/blob'
import { BerthError, type Clock, newId } from '@berth/core'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import type { Outbound } from '@berth/outbound'
import { parseRepositoryName, type RepositoryName } from '../names.ts'
import { bringImage } from './bring-image.ts'
import { blobSize, fetchBlob } from './fetch-blob.ts'
import type { Mirror } from './mirror.ts'
import { createMirrorCounts } from './mirror-counts.ts'
import type { MirrorDeps, Source } from './mirror-deps.ts'
import { isMirrored, mirroredName, splitMirrored } from './mirror-name.ts'
import { type Patience, PATIENCE } from './patience.ts'
import { promisedSize } from './promised-size.ts'
import { createUpstreams, type OpenSealed } from './read-upstreams.ts'
import { bringManifest, refreshTag } from './refresh-tag.ts'
import { createSingleflight } from './singleflight.ts'
import type { Upstream } from './upstream.ts'
import { createUpstreamClient, type UpstreamClient } from './upstream-client.ts'
import { tryUpstream } from './try-upstream.ts'

/** The mirror of one process: downloads and tokens are shared by all its requests. */
export function createMirror(options: {
  readonly db: Db
  readonly blobs: BlobStore
  readonly outbound: Outbound
  readonly open: OpenSealed
  readonly clock: Clock
  readonly log: Logger
  readonly patience?: Partial<Patience>
}): Mirror {
  const { db, blobs, outbound, clock, log } = options
  const patience = { ...PATIENCE, ...options.patience }
  const upstreams = createUpstreams(options)
  const counts = createMirrorCounts(options)
  const clients = new Map<string, { readonly version: string; readonly client: UpstreamClient }>()
  const deps: MirrorDeps = {
    db,
    blobs,
    clock,
    log,
    counts,
    fetching: createSingleflight<string | undefined>(),
    downloads: new Map(),
    arriving: new Map(),
  }

  const clientOf = (upstream: Upstream): UpstreamClient => {
    const known = clients.get(upstream.id)
    if (known?.version === upstream.version) return known.client
    const client = createUpstreamClient({ upstream, outbound, patience, clock })
    clients.set(upstream.id, { version: upstream.version, client })
    return client
  }
  const sourceOf = async (name: RepositoryName): Promise<Source> => {
    const { prefix, repository } = splitMirrored(name)
    const upstream = await upstreams.byPrefix(prefix)
    const { id: repositoryId } = await ensureMirrored(db, name, upstream)
    return { upstream, client: clientOf(upstream), name, repository, repositoryId }
  }

  return {
    nameOf: async (namespace, repository) => {
      const upstream = await upstreams.byNamespace(namespace)
      if (upstream) return mirroredName(upstream.prefix, repository)
      throw new BerthError('mirror.not_found', `${namespace.slice(0, 128)} is not mirrored here`)
    },
    manifest: async (name, reference) => {
      const source = await sourceOf(name)
      return 'tag' in reference
        ? refreshTag(deps, source, reference.tag)
        : bringManifest(deps, source, reference.digest)
    },
    blob: async (name, digest) => {
      const source = await sourceOf(name)
      return fetchBlob(deps, source, { digest, size: await promisedSize(db, source.repositoryId, digest) })
    },
    blobSize: async (name, digest) => blobSize(await sourceOf(name), digest),
    image: async (text, wanted) => {
      const name = parseRepositoryName(text)
      if (!isMirrored(name)) return undefined
      return bringImage(deps, await sourceOf(name), wanted)
    },
    test: async (prefix) => {
      const upstream = await upstreams.byPrefix(prefix)
      return tryUpstream(deps, upstream, createUpstreamClient({ upstream, outbound, patience, clock }))
    },
    close: async () => {
      await Promise.allSettled([...deps.downloads.values()].map(async (begun) => (await begun)?.done))
      await counts.close()
    },
  }
}

/** The row of a repository that is mirrored: nobody's, not public, and of its upstream. */
async function ensureMirrored(db: Db, name: RepositoryName, upstream: Upstream): Promise<{ id: string }> {
  const where = { name: name.full }
  const found = await db.repository.findUnique({ where, select: { id: true } })
  if (found) return found
  const row = { id: newId('repository'), name: name.full, tenantId: null, upstreamId: upstream.id }
  await db.repository.createMany({ data: [row], skipDuplicates: true })
  return db.repository.findUniqueOrThrow({ where, select: { id: true } })
}
