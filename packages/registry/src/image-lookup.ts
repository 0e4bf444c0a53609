import { type Clock, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import { type ImageConfig, imageConfigSchema } from '@berth/oci'
import { isDigest } from '@berth/oci'
import { keepManifest } from './keep-manifest.ts'
import { type BringMirrored, findMirrorOf } from './mirror/mirror-lookup.ts'
import { isTag, MIRROR } from './names.ts'

type Query = { readonly tenantId: string; readonly repository: string }

/** Finds images for deploys, of a tenant's own repositories and the public ones. Needs no blobs. */
export type ImageLookup = {
  /** `reference` is a tag or a digest. `configs`: one for an image, one per platform for an index. */
  find(
    query: Query & { readonly reference: string; readonly architectures?: readonly string[] },
  ): Promise<{ readonly digest: string; readonly configs: readonly ImageConfig[] } | undefined>
  /** Names of tags, newest first. */
  tags(query: Query): Promise<readonly string[]>
  /** The prefix below which images of another registry are mirrored. */
  mirrorOf(namespace: string): Promise<string | undefined>
}

/** `bring`: absent, of mirrored images only those are found that are here. */
export function createImageLookup({
  db,
  bring,
  clock = systemClock,
}: {
  db: Db
  bring?: BringMirrored
  clock?: Clock
}): ImageLookup {
  const visible = ({ tenantId, repository }: Query) => ({
    name: repository,
    OR: [{ tenantId }, { public: true }, { upstreamId: { not: null } }],
  })
  const select = {
    digest: true,
    repositoryId: true,
    config: true,
    references: true,
    leasedAt: true,
  } as const
  return {
    find: async ({ reference, architectures = [], ...query }) => {
      if (query.repository.startsWith(`${MIRROR}/`))
        await bring?.({ repository: query.repository, reference, architectures })
      const repository = visible(query)
      const manifest = isDigest(reference)
        ? await db.manifest.findFirst({ where: { digest: reference, repository }, select })
        : isTag(reference)
          ? (
              await db.tag.findFirst({
                where: { name: reference, repository },
                select: { manifest: { select } },
              })
            )?.manifest
          : undefined
      // a release will be made of it: collection leaves it alone until that is written
      if (!manifest || !(await keepManifest({ db, clock }, manifest))) return undefined
      const own = manifest.config ? [manifest.config] : await childConfigs(db, manifest)
      return { digest: manifest.digest, configs: own.flatMap(parse) }
    },
    mirrorOf: (namespace) => findMirrorOf(db, namespace),
    tags: async (query) => {
      const rows = await db.tag.findMany({
        where: { repository: visible(query) },
        orderBy: { pushedAt: 'desc' },
        take: 100,
        select: { name: true },
      })
      return rows.map(({ name }) => name)
    },
  }
}

/** No image is for more platforms; each config has up to a megabyte, and an index may name thousands. */
const MOST_CHILDREN = 64

async function childConfigs(
  db: Db,
  index: { repositoryId: string; references: string[] },
): Promise<Uint8Array[]> {
  const children = await db.manifest.findMany({
    where: { repositoryId: index.repositoryId, digest: { in: index.references }, config: { not: null } },
    orderBy: { digest: 'asc' },
    take: MOST_CHILDREN,
    select: { config: true },
  })
  return children.flatMap(({ config }) => (config ? [config] : []))
}

/** It was read once when it was pushed; a release that reads more strictly shows no image rather than fail. */
function parse(config: Uint8Array): ImageConfig[] {
  const parsed = imageConfigSchema.safeParse(JSON.parse(Buffer.from(config).toString('utf8')))
  return parsed.success ? [parsed.data] : []
}
