import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import type { Logger } from '@berth/log'
import type { Descriptor } from '@berth/oci'
import { renameDurably } from './files/durable.ts'
import { createFlights } from './flight.ts'
import type { PullProgress, PullSource } from './image-store.ts'
import { createLimiter } from './limiter.ts'
import type { KeptBlob, KeptBlobs } from './pull/kept-blobs.ts'
import { readBlob } from './pull/read-blob.ts'
import type { Staging } from './staging.ts'
import { layerRoot, type StorePaths } from './store-paths.ts'
import type { LayerLimits } from './unpack/limits.ts'
import { unpackLayer } from './unpack/unpack-layer.ts'

/** Two are unpacked while a third one's bytes come: more only fight for the processor. */
const AT_ONCE = 3

type WantedLayer = { readonly id: string; readonly descriptor: Descriptor; readonly diffId: string }

type LayerRequest = {
  readonly source: PullSource
  /** lowest first */
  readonly layers: readonly WantedLayer[]
  readonly signal: AbortSignal
  readonly delays: readonly number[]
  readonly onProgress: (progress: PullProgress) => void
}

/** Unpacked layers, each once, whatever images share it. */
export type LayerStore = {
  /** Pulls and unpacks what is missing; resolves with the folders, lowest first. */
  ensure(request: LayerRequest): Promise<readonly string[]>
}

export function createLayerStore(options: {
  paths: StorePaths
  staging: Staging
  kept: KeptBlobs
  init: string
  limits: LayerLimits
  log: Logger
}): LayerStore {
  const { paths } = options
  const flights = createFlights<readonly string[], PullProgress>()
  const limiter = createLimiter(AT_ONCE)

  /**
   * A layer's flight holds the flights below it, so one that somebody still waits for keeps all that it needs. Lower
   * ones queue first, so a layer that waits for those below never keeps them from their turn.
   */
  const ensure = async (request: LayerRequest): Promise<readonly string[]> => {
    const layer = request.layers.at(-1)
    if (!layer) return []
    return flights.join(layer.id, request, (work) => {
      const lower = ensure({ ...request, ...work, layers: request.layers.slice(0, -1) })
      lower.catch(() => undefined) // awaited below, maybe later than it fails
      return bring(layer, lower, { ...request, ...work })
    })
  }

  const bring = async (layer: WantedLayer, lower: Promise<readonly string[]>, request: LayerRequest) => {
    const root = layerRoot(paths, layer.id)
    const { digest, size } = layer.descriptor
    // nothing is awaited before it queues: what comes back out of order would put an upper layer before a lower one
    await limiter.run(request.signal, async () => {
      if (await exists(root)) request.onProgress({ layer: digest, bytes: size, total: size })
      else await unpackLarge(layer, lower, request)
    })
    return [...(await lower), root]
  }

  /** Goes on with what an earlier pull left of it; when that was wrong, once more without. */
  const unpackLarge = async (
    layer: WantedLayer,
    lower: Promise<readonly string[]>,
    request: LayerRequest,
  ) => {
    const kept = await options.kept.take(layer.descriptor)
    try {
      await unpackAside(layer, lower, request, kept)
      await kept?.release(false)
    } catch (error) {
      const goesOn = request.signal.aborted || mayGoOn(error)
      await kept?.release(goesOn)
      if (goesOn || !kept?.begun) throw error
      await unpackAside(layer, lower, request)
    }
  }

  const unpackAside = (
    layer: WantedLayer,
    lower: Promise<readonly string[]>,
    request: LayerRequest,
    kept?: KeptBlob,
  ) =>
    options.staging.use(async (aside) => {
      const directory = join(aside, 'fs')
      await mkdir(directory, { recursive: true })
      const { skippedDevices } = await unpackLayer({
        init: options.init,
        directory,
        packed: readLayer(layer, request, kept),
        diffId: layer.diffId,
        lower,
        limits: options.limits,
      })
      if (skippedDevices > 0) {
        options.log.info(
          { layer: layer.descriptor.digest, skippedDevices },
          'left device nodes out of a layer',
        )
      }
      await renameDurably(aside, join(paths.layers, layer.id)).catch(ignoreExisting)
    })

  return { ensure }
}

/** The bytes that came are as good as before. */
function mayGoOn(error: unknown): boolean {
  return error instanceof BerthError && (error.kind === 'unavailable' || error.kind === 'forbidden')
}

function readLayer(
  { descriptor }: WantedLayer,
  request: LayerRequest,
  kept: KeptBlob | undefined,
): AsyncIterable<Buffer> {
  const { digest, size } = descriptor
  return readBlob({
    source: request.source,
    descriptor,
    kept,
    signal: request.signal,
    delays: request.delays,
    onBytes: (bytes) => request.onProgress({ layer: digest, bytes, total: size }),
  })
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** Somebody who was about to give up finished after all: the same content is there. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
}
