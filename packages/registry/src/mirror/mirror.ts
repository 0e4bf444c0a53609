import type { BerthError } from '@berth/core'
import type { Reference, RepositoryName } from '../names.ts'
import type { BlobDownload } from './blob-download.ts'

/** Whether a tag or manifest is here now, and if it is older than it should be, why. */
export type Freshness = {
  readonly digest: string | undefined
  readonly stale: BerthError | undefined
}

/** Registries of others, fetched from as they are asked for and kept: repositories below `mirror/<prefix>/`. */
export type Mirror = {
  /** The repository that `?ns=` and a name mean. Error: mirror.not_found. */
  nameOf(namespace: string, repository: string): Promise<RepositoryName>
  /** Makes a manifest be here, as new as it should be. Errors: mirror.not_found, mirror.upstream_*, disk.full. */
  manifest(name: RepositoryName, reference: Reference): Promise<Freshness>
  /** A blob that is not here yet; undefined when the upstream has none, or it is here now. */
  blob(name: RepositoryName, digest: string): Promise<BlobDownload | undefined>
  blobSize(name: RepositoryName, digest: string): Promise<number | undefined>
  /** What a deploy asks about. Undefined when the upstream has no such image. Error: registry.name_invalid. */
  image(
    repository: string,
    wanted: { readonly reference: string; readonly architectures: readonly string[] },
  ): Promise<{ digest: string } | undefined>
  /** Whether an upstream can be reached and takes the login. Errors: mirror.not_found, mirror.upstream_*. */
  test(prefix: string): Promise<{ readonly ms: number }>
  close(): Promise<void>
}
