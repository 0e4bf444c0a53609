import type { Clock } from '@berth/core'
import type { ImageStore } from '@berth/image'
import type { NodeLog } from '../node-log.ts'
import { chooseImages, type DiskSpace, type ImageRules } from './choose-images.ts'

/** What containers of this node need: images by digest, and their own ids. */
export type NeededImages = { readonly digests: ReadonlySet<string>; readonly snapshots: ReadonlySet<string> }

/** Removes what nobody uses. Of all below one runs at a time; each returns freed bytes. */
export type ImageCollector = {
  /** As the rules say. */
  collect(): Promise<number>
  /** The same, when the disk is over its mark. */
  relieve(): Promise<number>
  /** Whatever is not used; with a digest that image alone. One that is used stays. */
  prune(digest?: string): Promise<number>
}

export function createImageCollector(options: {
  images: ImageStore
  needed: () => NeededImages
  disk: () => Promise<DiskSpace>
  rules: ImageRules
  clock: Clock
  log: NodeLog
}): ImageCollector {
  const { images, needed, rules, clock, log } = options
  let last: Promise<unknown> = Promise.resolve()

  const inTurn = (job: () => Promise<number>): Promise<number> => {
    const next = last.then(job)
    last = next.catch(() => undefined) // whoever asked for it is told
    return next
  }

  const collect = async (): Promise<number> => {
    const { digests: inUse } = needed()
    await images.touch(inUse)
    const [all, disk] = await Promise.all([images.usage(), options.disk()])
    return sweep(chooseImages({ images: all, inUse, disk, rules, now: clock.now() }))
  }

  const prune = async (digest?: string): Promise<number> => {
    const others = digest === undefined ? [] : (await images.list()).map((image) => image.digest)
    return sweep(new Set(others.filter((other) => other !== digest)))
  }

  /** What began to be used meanwhile stays too. */
  const sweep = async (digests: ReadonlySet<string>): Promise<number> => {
    const { digests: inUse, snapshots } = needed()
    const freed = await images.sweep({ digests: new Set([...digests, ...inUse]), snapshots })
    if (freed > 0) log.info({ freed }, 'images that nobody uses were removed')
    return freed
  }

  const isOver = async (): Promise<boolean> => {
    const { bytes, freeBytes } = await options.disk()
    return (bytes - freeBytes) * 100 >= bytes * rules.highPercent
  }

  return {
    collect: () => inTurn(collect),
    relieve: () => inTurn(async () => ((await isOver()) ? collect() : 0)),
    prune: (digest) => inTurn(() => prune(digest)),
  }
}
