import type { Clock } from '@berth/core'
import type { ImageStore } from '@berth/image'
import type { LogStore } from '@berth/logstore'
import type { Network } from '@berth/network'
import type { Platform } from '@berth/oci'
import type { FindAddress, Outbound } from '@berth/outbound'
import type { IdPool, Runtime } from '@berth/runtime'
import type { BuildFolders } from './build-folders.ts'

/** What the builder logs with: pino, as far as it is used. */
type BuilderLog = {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/** What a node builds with. */
export type BuilderOptions = {
  /** the builder's own folder */
  readonly dir: string
  /** an empty folder, for trees that are looked at */
  readonly stage: string
  /** an empty folder, for what has no layer below */
  readonly empty: string
  /** path of berth-init */
  readonly init: string
  /** of the builder alone: whatever it lists is a step */
  readonly runtime: Runtime
  readonly network: Pick<Network, 'attach' | 'detach'>
  readonly images: Pick<ImageStore, 'pull' | 'get'>
  readonly folders: BuildFolders
  readonly logs: LogStore
  /** ranges of user ids, one per build */
  readonly ids: Pick<IdPool, 'claim' | 'release'>
  /** for ADD of addresses */
  readonly outbound: Outbound
  /** for ADD of git repositories */
  readonly locate: FindAddress
  /** path of certificates that git trusts besides the system's */
  readonly gitCaFile?: string | undefined
  readonly platform: Platform
  /** the registry and the sources are reached through this unix socket, when control is on the same machine */
  readonly registrySocket?: string | undefined
  /** builds at once */
  readonly slots: number
  /** bytes of a tenant's cache on this node */
  readonly cacheBytes: number
  readonly bootId: string
  readonly clock: Clock
  readonly log: BuilderLog
}
