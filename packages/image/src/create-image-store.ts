import type { Logger } from '@berth/log'
import { formatPlatform } from '@berth/oci'
import { createFlights } from './flight.ts'
import { createImageRecords, type ImageRecord } from './image-records.ts'
import type { ImageStore, ImageUse, LocalImage, PullProgress, WritableFolders } from './image-store.ts'
import { layerIds } from './layer-id.ts'
import { createLayerSizes } from './layer-sizes.ts'
import { createLayerStore } from './layer-store.ts'
import { createPins } from './pins.ts'
import { createPlainFolders } from './plain-folders.ts'
import { createKeptBlobs, KEEP_FROM } from './pull/kept-blobs.ts'
import { resolveImage } from './pull/resolve-image.ts'
import { RETRY_DELAYS } from './pull/retry.ts'
import { createSnapshotStore } from './snapshot-store.ts'
import { createStaging } from './staging.ts'
import { layerRoot, openStorePaths } from './store-paths.ts'
import { sweep } from './sweep.ts'
import { DEFAULT_LAYER_LIMITS, type LayerLimits } from './unpack/limits.ts'

/** `dir` is one agent's own; `init` is the path of berth-init. */
export type ImageStoreOptions = {
  readonly dir: string
  readonly init: string
  readonly log: Logger
  /** where writable layers lie; by default in `dir`, without limits */
  readonly folders?: WritableFolders
  readonly limits?: LayerLimits
  /** packed bytes from which on a layer is kept while it comes, for a pull that is cut off */
  readonly keepFrom?: number
  /** waits between attempts at a registry that does not answer, in milliseconds */
  readonly retryDelays?: readonly number[]
}

export async function createImageStore(options: ImageStoreOptions): Promise<ImageStore> {
  const { dir, init, log, limits = DEFAULT_LAYER_LIMITS, retryDelays = RETRY_DELAYS } = options
  const { keepFrom = KEEP_FROM } = options
  const paths = await openStorePaths(dir)
  const staging = createStaging(paths.staging)
  const kept = createKeptBlobs(paths.kept, keepFrom)
  const records = createImageRecords(paths, staging)
  const layers = createLayerStore({ paths, staging, kept, init, limits, log })
  const snapshots = createSnapshotStore(
    options.folders ?? createPlainFolders(paths.snapshots, staging),
    paths.empty,
  )
  const pins = createPins()
  const sizes = createLayerSizes(paths)
  const pulls = createFlights<LocalImage, PullProgress>()

  const pullImage = async (request: PullRequest, work: PullWork): Promise<LocalImage> => {
    const known = await records.get(request.digest)
    if (known) {
      await records.touch(known.digest)
      return pins.hold(known.layerIds, async () => toLocal(known))
    }
    const image = await resolveImage({ ...request, ...work, delays: retryDelays })
    const ids = layerIds(image.layers)
    return pins.hold(ids, async () => {
      for (const { descriptor } of image.layers) {
        work.onProgress({ layer: descriptor.digest, bytes: 0, total: descriptor.size })
      }
      const wanted = image.layers.map((layer, i) => ({ ...layer, id: ids[i] ?? '' }))
      await layers.ensure({ source: request.source, layers: wanted, delays: retryDelays, ...work })
      const record = { digest: request.digest, config: image.config, platform: image.platform, layerIds: ids }
      await records.put(record)
      return toLocal(record)
    })
  }

  const usage = async (): Promise<ImageUse[]> => {
    const uses: ImageUse[] = []
    for (const record of await records.list()) {
      const usedAt = await records.usedAt(record.digest)
      const layerBytes: number[] = []
      for (const id of record.layerIds) layerBytes.push(await sizes.of(id))
      if (usedAt) uses.push({ image: toLocal(record), usedAt, layerBytes }) // else it was removed meanwhile
    }
    return uses
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
    usage,
    async touch(digests) {
      for (const digest of digests) await records.touch(digest)
    },
    prepareSnapshot: (key, image, bytes, from) =>
      pins.hold([image.digest], async () => {
        await records.touch(image.digest)
        return snapshots.prepare(key, image, bytes, from)
      }),
    limitSnapshot: (key, bytes) => snapshots.limit(key, bytes),
    removeSnapshot: (key) => snapshots.remove(key),
    sweep: (keep) => sweep({ paths, staging, kept, records, snapshots, pins }, keep),
  }
}

type PullRequest = Parameters<ImageStore['pull']>[0]
type PullWork = { readonly signal: AbortSignal; readonly onProgress: (progress: PullProgress) => void }
