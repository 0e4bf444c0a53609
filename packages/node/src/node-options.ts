import type { Clock } from '@berth/core'
import type { ImageStore } from '@berth/image'
import type { LogStore } from '@berth/logstore'
import type { Network } from '@berth/network'
import type { agentToControl, Peer } from '@berth/protocol'
import type { Platform } from '@berth/oci'
import type { IdPool, Runtime } from '@berth/runtime'
import type { OpenViewer } from '@berth/terminal'
import type { ImageRules } from './images/choose-images.ts'
import type { NeededImages } from './images/image-collector.ts'
import type { WritableSpace } from './node-info.ts'
import type { NodeLog } from './node-log.ts'
import type { OpenStream } from './sessions.ts'
import type { VolumeFolders } from './volumes/volume-folders.ts'

/** The stream to control, as far as the node uses it. */
export type Control = Pick<Peer<typeof agentToControl>, 'call'>

export type NodeOptions = {
  /** the agent's folder: memories and volumes are kept below it */
  readonly dir: string
  /** the instance's folder in memory: secrets of containers are kept below it */
  readonly runDir: string
  /** path of berth-init, which reads what containers wrote */
  readonly init: string
  /** ranges of user ids, one per app */
  readonly ids: IdPool
  readonly runtime: Runtime
  readonly images: ImageStore
  /** what containers write to: a disk whose limits hold, or why there is none */
  readonly writable: WritableSpace
  /** where named volumes lie; absent: this node cannot hold any */
  readonly volumes?: VolumeFolders
  /** bytes that containers have written, by id; absent: nobody counts them here */
  readonly written?: () => Promise<ReadonlyMap<string, number>>
  /** which unused images stay */
  readonly imageRules: ImageRules
  /** what others who work on this node need of images and of the disk */
  readonly alsoNeeded?: () => NeededImages
  readonly network: Network
  readonly logs: LogStore
  readonly openViewer: OpenViewer
  readonly openStream: OpenStream
  /** between two looks at a healthy container */
  readonly healthIntervalMs: number
  readonly platform: Platform
  readonly agentVersion: string
  /** the registry is reached through this unix socket, when control is on the same machine */
  readonly registrySocket?: string
  readonly clock?: Clock
  readonly log: NodeLog
}
