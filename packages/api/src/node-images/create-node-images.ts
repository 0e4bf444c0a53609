import type { NodeImagesView, PrefetchView, WarmImageView } from '@berth/protocol'
import type { Viewer } from '@berth/registry'
import type { By, Parts } from './image-nodes.ts'
import { listNodeImages } from './list-node-images.ts'
import { listWarmImages } from './list-warm-images.ts'
import { prefetchImage } from './prefetch-image.ts'
import { pruneNodeImages } from './prune-node-images.ts'

/** The images that lie on nodes. Errors of what names a node: node.not_found, node.unreachable. */
export type NodeImageService = {
  list(node: string): Promise<NodeImagesView>
  /** Removes what nobody uses there, or one image. Error: image.in_use. */
  prune(asked: { node: string; digest?: string | undefined }, by: By): Promise<{ freedBytes: number }>
  /** One node, or all that are ready. Errors: image.not_found, image.reference_invalid. */
  prefetch(asked: { image: string; node?: string | undefined }, by: By): Promise<PrefetchView>
  /** Of the tenant's own images that are reached: on which nodes they lie. */
  warm(viewer: Viewer): Promise<WarmImageView[]>
}

/** `host`: names of images may start with it. */
export function createNodeImages(parts: Parts & { readonly host: string }): NodeImageService {
  return {
    list: (node) => listNodeImages(parts, node),
    prune: (asked, by) => pruneNodeImages(parts, asked, by),
    prefetch: (asked, by) => prefetchImage(parts, { ...asked, host: parts.host }, by),
    warm: (viewer) => listWarmImages(parts, viewer),
  }
}
