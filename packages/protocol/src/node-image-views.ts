/** What page and CLI show of the images that lie on nodes. Sizes are bytes on disk. */

export type NodeImageView = {
  digest: string
  /** repositories that have it, as `acme/hello`; empty when it was deleted there */
  repositories: string[]
  platform: string
  bytes: number
  layers: number
  usedAt: Date
  /** apps whose containers need it, as `acme/shop`; with none it may be removed */
  usedBy: string[]
}

export type NodePullView = {
  digest: string
  repository: string
  state: 'pulling' | 'done' | 'failed'
  since: Date
  bytes: number
  total: number
  layers: number
  layersDone: number
  error: string | null
}

export type NodeImagesView = {
  node: string
  images: NodeImageView[]
  /** newest first */
  pulls: NodePullView[]
  /** each layer once */
  imageBytes: number
  diskBytes: number
  diskFreeBytes: number
}

/** Where an image need not be pulled any more. */
export type WarmImageView = { repository: string; digest: string; nodes: string[] }

export type PrefetchView = { repository: string; digest: string; nodes: string[] }
