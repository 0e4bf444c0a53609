import type { Db } from '@berth/db'
import type {
  DeletionView,
  ImageDiff,
  ImageView,
  PackageHolder,
  PackagePage,
  ReferrerView,
  RepositoryDetails,
  RepositoryPage,
  TagPage,
} from '@berth/protocol'
import { type RegistryHappenings, UNTOLD } from '../happenings.ts'
import { deleteImages } from './delete-images.ts'
import { describeRepository, type Description } from './describe-repository.ts'
import { diffImages, type DiffQuery } from './diff-images.ts'
import { findManifest } from './find-manifest.ts'
import { HIDE_PUSHERS } from './hide-pushers.ts'
import { listRepositories, type RepositoryQuery } from './list-repositories.ts'
import { listTags, type TagQuery } from './list-tags.ts'
import { planDeletion } from './plan-deletion.ts'
import { type ImageQuery, readImage } from './read-image.ts'
import { findHolders, type HolderQuery } from './find-holders.ts'
import { listPackages, type PackageQuery } from './read-packages.ts'
import { readReferrers } from './read-referrers.ts'
import { readRepository } from './read-repository.ts'
import type { Viewer } from './viewer.ts'
import { findOwn, findVisible, type FoundRepository } from './visible.ts'

type By = { readonly by: string; readonly ip: string | null }
type Named = Viewer & { readonly repository: string }

/**
 * What page and CLI show of images, and change. That somebody may act for the tenant is decided before; what another
 * tenant keeps to itself, or a token does not reach, is told as what there is not: registry.name_unknown, registry.manifest_unknown.
 */
export type ImageQueries = {
  list(viewer: Viewer, query: RepositoryQuery): Promise<RepositoryPage>
  repository(named: Named): Promise<RepositoryDetails>
  tags(named: Named, query: TagQuery): Promise<TagPage>
  image(named: Named, query: ImageQuery): Promise<ImageView>
  /** The manifest as it was pushed. */
  manifest(named: Named, reference: string): Promise<string>
  referrers(named: Named, reference: string): Promise<ReferrerView[]>
  packages(named: Named, query: PackageQuery): Promise<PackagePage>
  /** of all repositories that may be read */
  withPackage(viewer: Viewer, query: HolderQuery): Promise<PackageHolder[]>
  diff(viewer: Viewer, query: DiffQuery): Promise<ImageDiff>
  /** Of the tenant's own. Error: input.invalid. */
  describe(named: Named, request: Description & By): Promise<void>
  /** What `delete` would do. */
  planDeletion(named: Named, reference: string | null): Promise<DeletionView>
  /** A tag, an image by its digest, or the whole repository. Error: registry.image_in_use. */
  delete(named: Named, request: { reference: string | null } & By): Promise<DeletionView>
}

/** `host`: registry names start with it. */
export function createImageQueries(options: {
  readonly db: Db
  readonly host: string
  /** absent: nobody is told */
  readonly happenings?: RegistryHappenings
}): ImageQueries {
  const { db, host, happenings = UNTOLD } = options
  const visible = (named: Named) => findVisible(db, named, named.repository)
  const own = (named: Named) => findOwn(db, named, named.repository)
  return {
    list: (viewer, query) => listRepositories(db, viewer, query),
    repository: async (named) => readRepository(db, named.tenantId, await visible(named)),
    tags: async (named, query) => {
      const repository = await visible(named)
      const page = await listTags(db, { repository, host, query })
      return isOwn(named, repository) ? page : HIDE_PUSHERS.tags(page)
    },
    image: async (named, query) => {
      const repository = await visible(named)
      const image = await readImage(db, { repository, host, query })
      return isOwn(named, repository) ? image : HIDE_PUSHERS.image(image)
    },
    manifest: async (named, reference) => {
      const { manifest } = await findManifest(db, await visible(named), reference, { content: true })
      return Buffer.from(manifest.content).toString('utf8')
    },
    referrers: async (named, reference) => {
      const repository = await visible(named)
      const { manifest } = await findManifest(db, repository, reference, { digest: true })
      const referrers = await readReferrers(db, repository, manifest.digest)
      return isOwn(named, repository) ? referrers : HIDE_PUSHERS.referrers(referrers)
    },
    packages: async (named, query) => listPackages(db, await visible(named), query),
    withPackage: (viewer, query) => findHolders(db, viewer, query),
    diff: (viewer, query) => diffImages(db, { viewer, host, query }),
    describe: async (named, request) => describeRepository(db, { repository: await own(named), ...request }),
    planDeletion: async (named, reference) => (await planDeletion(db, await own(named), reference)).view,
    delete: async (named, request) =>
      deleteImages({ db, happenings }, { repository: await own(named), ...request }),
  }
}

function isOwn({ tenantId }: Named, repository: FoundRepository): boolean {
  return repository.tenantId === tenantId
}
