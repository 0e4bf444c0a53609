import type { BlobStore } from '@berth/blob'
import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import type { BearerTokens } from './bearer-token.ts'
import type { Callers } from './caller.ts'
import type { Mirror } from './mirror/mirror.ts'
import type { RegistryHappenings } from './happenings.ts'
import type { PullCounter } from './pulls/pull-counter.ts'
import type { LinkReader } from './read/link-reader.ts'
import type { ManifestReader } from './read/manifest-reader.ts'
import type { RegistryAuth } from './registry-actor.ts'
import type { Rights } from './rights.ts'
import type { LinkSmall } from './small/link-small.ts'
import type { SmallReader } from './small/small-reader.ts'
import type { UploadTickets } from './upload-ticket.ts'
import type { UploadTurns } from './upload-turns.ts'

/** What every route works with. */
export type RegistryDeps = {
  readonly db: Db
  readonly blobs: BlobStore
  readonly manifests: ManifestReader
  readonly links: LinkReader
  readonly tickets: UploadTickets
  readonly turns: UploadTurns
  readonly small: SmallReader
  readonly linkSmall: LinkSmall
  /** what is longer goes into storage */
  readonly smallBytes: number
  readonly auth: RegistryAuth
  readonly tokens: BearerTokens
  readonly rights: Rights
  readonly callers: Callers
  /** absent: repositories of others are not mirrored */
  readonly mirror?: Mirror | undefined
  readonly happenings: RegistryHappenings
  /** absent: nobody counts */
  readonly pulls?: PullCounter | undefined
  readonly clock: Clock
  readonly log: Logger
  /** public address of the platform, without a slash at the end */
  readonly url: string
  /** host and port of `url`: the audience of tokens */
  readonly service: string
}
