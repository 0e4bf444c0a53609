import { BerthError } from '@berth/core'
import type { ImageStore } from '@berth/image'
import { formatPlatform, type Platform } from '@berth/oci'
import type { controlToAgent, Handlers, NodeImage } from '@berth/protocol'
import type { Memories } from '../memory-files.ts'
import { type DiskSpace, takenBy } from './choose-images.ts'
import type { ImageCollector } from './image-collector.ts'
import type { PullBoard } from './pull-board.ts'

/** More at once help nobody: layers are unpacked three at a time. */
const PREFETCHES = 20
/** as many as one answer tells of */
const IMAGES_TOLD = 2000
const USERS_TOLD = 100

type ImageHandlers = Pick<Handlers<typeof controlToAgent>, 'image.list' | 'image.prune' | 'image.prefetch'>

/** What the node answers of its images. */
export function imageHandlers(options: {
  images: ImageStore
  memories: Memories
  collector: ImageCollector
  board: PullBoard
  platform: Platform
  registrySocket?: string
  disk: () => Promise<DiskSpace>
  onError: (error: unknown) => void
}): ImageHandlers {
  const { images, memories, collector, board, platform, registrySocket, onError } = options

  return {
    'image.list': async () => {
      const uses = await images.usage()
      return {
        images: uses.slice(0, IMAGES_TOLD).map((use) => tell(use)),
        pulls: board.list(),
        imageBytes: takenBy(uses),
        disk: await options.disk(),
      }
    },
    'image.prune': async ({ digest }) => {
      if (digest !== undefined && usersOf(digest).length > 0) {
        throw new BerthError('image.in_use', 'a container of this node uses the image: it stays')
      }
      return { freedBytes: await collector.prune(digest) }
    },
    'image.prefetch': async ({ url, repository, digest, token }) => {
      if (board.running() >= PREFETCHES) {
        throw new BerthError(
          'quota.exceeded',
          `the node pulls ${PREFETCHES} images already: try again when some are there`,
        )
      }
      const source = {
        url,
        repository,
        token,
        ...(registrySocket === undefined ? {} : { socketPath: registrySocket }),
      }
      // who asked looks at the list, where a failure stands as well
      board.pull({ source, digest, platform }).catch(onError)
      return {}
    },
  }

  function tell({ image, usedAt, layerBytes }: Awaited<ReturnType<ImageStore['usage']>>[number]): NodeImage {
    return {
      digest: image.digest,
      platform: formatPlatform(image.platform).slice(0, 256),
      bytes: layerBytes.reduce((sum, bytes) => sum + bytes, 0),
      layers: image.layers.length,
      usedAt: usedAt.toISOString(),
      usedBy: usersOf(image.digest).slice(0, USERS_TOLD),
    }
  }

  function usersOf(digest: string): string[] {
    return memories.all().flatMap(({ spec }) => (spec.image.digest === digest ? [spec.id] : []))
  }
}
