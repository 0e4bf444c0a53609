import type { ImageUse } from '@berth/image'

/** What is left to images on this node. */
export type ImageRules = {
  /** what nobody used for so long goes, however much room there is */
  readonly keepMs: number
  /** from so many percent of the disk on, unused images go until it is `lowPercent` */
  readonly highPercent: number
  readonly lowPercent: number
  /** all images together take at most so much */
  readonly maxBytes?: number
}

export type DiskSpace = { readonly bytes: number; readonly freeBytes: number }

type Situation = {
  readonly images: readonly ImageUse[]
  /** digests: they stay, whatever the disk is like */
  readonly inUse: ReadonlySet<string>
  readonly disk: DiskSpace
  readonly rules: ImageRules
  readonly now: Date
}

/** Digests of the images that stay: all that are in use, and of the others those used last, as far as there is room. */
export function chooseImages({ images, inUse, disk, rules, now }: Situation): ReadonlySet<string> {
  const isRecent = ({ usedAt }: ImageUse) => now.getTime() - usedAt.getTime() <= rules.keepMs
  const kept = images.filter((use) => inUse.has(use.image.digest) || isRecent(use))
  const unused = kept
    .filter(({ image }) => !inUse.has(image.digest))
    .toSorted((a, b) => a.usedAt.getTime() - b.usedAt.getTime())
  const all = takenBy(images)
  const wanted = all - excess(all, disk, rules)
  const left = new Set(kept)
  for (const use of unused) {
    if (takenBy(left) <= wanted) break
    left.delete(use)
  }
  return new Set([...left].map(({ image }) => image.digest))
}

/** Bytes of their layers, each once. */
export function takenBy(images: Iterable<ImageUse>): number {
  const layers = new Map<string, number>()
  for (const { image, layerBytes } of images) {
    image.layers.forEach((path, i) => layers.set(path, layerBytes[i] ?? 0))
  }
  return [...layers.values()].reduce((sum, bytes) => sum + bytes, 0)
}

/** How much less the images should take. */
function excess(taken: number, { bytes, freeBytes }: DiskSpace, rules: ImageRules): number {
  const used = bytes - freeBytes
  const overDisk = used * 100 >= bytes * rules.highPercent ? used - (bytes * rules.lowPercent) / 100 : 0
  const overShare = rules.maxBytes === undefined ? 0 : taken - rules.maxBytes
  return Math.max(0, overDisk, overShare)
}
