import type { ImageConfig, Platform } from '@berth/oci'

/** Where to pull from: one repository of a registry, with a bearer token that is good for it. */
export type PullSource = {
  readonly url: string
  readonly repository: string
  readonly token: string
  readonly socketPath?: string
}

/** Told of each layer as soon as the manifest was read, and whenever bytes of it came; what is here is told as whole. */
export type PullProgress = { readonly layer: string; readonly bytes: number; readonly total: number }

/** An image that is whole on this node. `layers` are chain order, lowest first; each is a folder of unpacked files. */
export type LocalImage = {
  readonly digest: string
  readonly config: ImageConfig
  readonly platform: Platform
  readonly layers: readonly string[]
}

/** What an image takes here, and when it was last wanted: pulled, asked for, or a snapshot made of it. */
export type ImageUse = {
  readonly image: LocalImage
  readonly usedAt: Date
  /** bytes on disk of each of its layers, in their order; images share those of one path */
  readonly layerBytes: readonly number[]
}

/**
 * What a container's root is mounted from: overlayfs over read-only shared layers, `lower` in overlayfs's order, which
 * is topmost first. All ids on disk are container ids.
 */
export type Snapshot = {
  readonly lower: readonly string[]
  readonly upper: string
  readonly work: string
  /** for volumes of the container: what lies here counts as its writable layer does */
  readonly volumes: string
}

/** Where writable layers lie: one folder per key, which may have a limit. */
export type WritableFolders = {
  /** Idempotent; at most `bytes` large where limits can be had; a new one begins as that of `from` is, where one is named. */
  claim(key: string, bytes: number, from?: string): Promise<string>
  /** Idempotent. */
  remove(key: string): Promise<void>
  list(): Promise<readonly string[]>
  /** where the folder of `key` lies, whether it is there or not */
  path(key: string): string
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
  /** As `list`, with what each takes. */
  usage(): Promise<readonly ImageUse[]>
  /** These are in use now: their time of last use begins anew. */
  touch(digests: Iterable<string>): Promise<void>
  /**
   * Idempotent: the snapshot of `key` (a container id) over `image`, at most `bytes` of it writable; a new one has what was
   * written in `from`, which lies over the same image, where one is named.
   */
  prepareSnapshot(key: string, image: LocalImage, bytes: number, from?: string): Promise<Snapshot>
  /** At most `bytes` of what is there may be written from now on; what is written already stays. */
  limitSnapshot(key: string, bytes: number): Promise<void>
  removeSnapshot(key: string): Promise<void>
  /** Remove images that no one of `digests` needs, and what crashes left behind. Returns freed bytes. */
  sweep(keep: { digests: ReadonlySet<string>; snapshots: ReadonlySet<string> }): Promise<number>
}
