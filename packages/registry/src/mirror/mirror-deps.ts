import type { BlobStore } from '@berth/blob'
import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import type { RepositoryName } from '../names.ts'
import type { BlobDownload } from './blob-download.ts'
import type { MirrorCounts } from './mirror-counts.ts'
import type { Upstream } from './upstream.ts'
import type { UpstreamClient } from './upstream-client.ts'

/** What the parts of the mirror work with. */
export type MirrorDeps = {
  readonly db: Db
  readonly blobs: BlobStore
  readonly clock: Clock
  readonly log: Logger
  readonly counts: MirrorCounts
  /** tags and manifests that are being asked for */
  readonly fetching: (key: string, work: () => Promise<string | undefined>) => Promise<string | undefined>
  /** blobs that are coming in, by repository and digest */
  readonly downloads: Map<string, Promise<BlobDownload | undefined>>
  /** of each upstream, bytes that are coming in */
  readonly arriving: Map<string, number>
}

/** One mirrored repository, with everything to ask for it. */
export type Source = {
  readonly upstream: Upstream
  readonly client: UpstreamClient
  readonly name: RepositoryName
  /** as the upstream calls it */
  readonly repository: string
  readonly repositoryId: string
}
