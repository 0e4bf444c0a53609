import type { Logger } from '@berth/log'
import { formatPlatform, type ImageConfig, type Platform } from '@berth/oci'
import { createFlights } from './flight.ts'
import { createImageRecords, type ImageRecord } from './image-records.ts'
import { layerIds } from './layer-id.ts'
import { createLayerStore } from './layer-store.ts'
import { createPins } from './pins.ts'
import { resolveImage } from './pull/resolve-image.ts'
import { RETRY_DELAYS } from './pull/retry.ts'
import { createSnapshotStore } from './snapshot-store.ts'
import { createStaging } from './staging.ts'
import { layerRoot, openStorePaths } from './store-paths.ts'
import { sweep } from './sweep.ts'
import { DEFAULT_LAYER_LIMITS, type LayerLimits } from './unpack/limits.ts'

/** Where to pull from: one repository of a registry, with a bearer token that is good for it. */
export type PullSource = {
  readonly url: string
  readonly repository: string
  readonly token: string
  readonly socketPath?: string
}

export type PullProgress = { readonly layer: string; readonly bytes: number; readonly total: number }

/** An image that is whole on this node. `layers` are chain order, lowest first; each is a folder of unpacked files. */
export type LocalImage = {
  readonly digest: string
  readonly config: ImageConfig
  readonly platform: Platform
  readonly layers: readonly string[]
}

/**
 * What a container's root is mounted from: overlayfs over read-only shared layers, `lower` in overlayfs's order, which
 * is topmost first. All ids on disk are container ids.
 */
export type Snapshot = {
  readonly lower: readonly string[]
  readonly upper: string
  readonly work: string
}

/**
 * The node's images and snapshots. Pulls of one digest at once are one pull; a killed process leaves nothing that
 * is served (files are written aside, synced and renamed), and what it left is removed by `sweep`.
 */
export type ImageStore = {
  /** Pull by digest and unpack. An index is resolved to `platform`; errors: image.not_found, image.wrong_platform, image.corrupt, image.unsafe, image.too_large, image.pull_failed, auth.forbidden, disk.full. */
  pull(request: {
    source: PullSource
    digest: string
    platform: Platform
    signal?: AbortSignal
    onProgress?: (progress: PullProgress) => void
  }): Promise<LocalImage>
  get(digest: string): Promise<LocalImage | undefined>
  list(): Promise<readonly LocalImage[]>
  /** Idempotent: the snapshot of `key` (a container id) over `image`. */
  prepareSnapshot(key: string, image: LocalImage): Promise<Snapshot>
  removeSnapshot(key: string): Promise<void>
  /** Remove images that no one of `digests` needs, and what crashes left behind. Returns freed bytes. */
  sweep(keep: { digests: ReadonlySet<string>; snapshots: ReadonlySet<string> }): Promise<number>
}

/** `dir` is one agent's own; `init` is the path of berth-init. */
export type ImageStoreOptions = {
  readonly dir: string
  readonly init: string
  readonly log: Logger
  readonly limits?: LayerLimits
  /** waits between attempts at a registry that does not answer, in milliseconds */
  readonly retryDelays?: readonly number[]
}

export async function createImageStore(options: ImageStoreOptions): Promise<ImageStore> {
  const { dir, init, log, limits = DEFAULT_LAYER_LIMITS, retryDelays = RETRY_DELAYS } = options
  const paths = await openStorePaths(dir)
  const staging = createStaging(paths.staging)
  const records = createImageRecords(paths, staging)
  const layers = createLayerStore({ paths, staging, init, limits, log })
  const snapshots = createSnapshotStore(paths, staging)
  const pins = createPins()
  const pulls = createFlights<LocalImage, PullProgress>()

  const pullImage = async (request: PullRequest, work: PullWork): Promise<LocalImage> => {
    const known = await records.get(request.digest)
    if (known) return pins.hold(known.layerIds, async () => toLocal(known))
    const image = await resolveImage({ ...request, ...work, delays: retryDelays })
    const ids = layerIds(image.layers)
    return pins.hold(ids, async () => {
      const wanted = image.layers.map((layer, i) => ({ ...layer, id: ids[i] ?? '' }))
      await layers.ensure({ source: request.source, layers: wanted, delays: retryDelays, ...work })
      const record = { digest: request.digest, config: image.config, platform: image.platform, layerIds: ids }
      await records.put(record)
      return toLocal(record)
    })
  }

  const toLocal = ({ digest, config, platform, layerIds: ids }: ImageRecord): LocalImage => ({
    digest,
    config,
    platform,
    layers: ids.map((id) => layerRoot(paths, id)),
  })

  return {
    pull: (request) =>
      pulls.join(`${request.digest} ${formatPlatform(request.platform)}`, request, (work) =>
        pins.hold([request.digest], () => pullImage(request, work)),
      ),
    async get(digest) {
      const record = await records.get(digest)
      return record && toLocal(record)
    },
    list: async () => (await records.list()).map(toLocal),
    prepareSnapshot: (key, image) => pins.hold([image.digest], () => snapshots.prepare(key, image)),
    removeSnapshot: (key) => snapshots.remove(key),
    sweep: (keep) => sweep({ paths, staging, records, snapshots, pins }, keep),
  }
}

type PullRequest = Parameters<ImageStore['pull']>[0]
type PullWork = { readonly signal: AbortSignal; readonly onProgress: (progress: PullProgress) => void }
