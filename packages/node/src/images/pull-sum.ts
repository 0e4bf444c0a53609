import type { PullProgress } from '@berth/image'
import type { PullSum } from '@berth/protocol'

/** Adds up what is told of an image's layers one by one. */
export function createPullSum(): { add(progress: PullProgress): PullSum } {
  const layers = new Map<string, PullProgress>()
  let bytes = 0
  let total = 0
  let layersDone = 0

  return {
    add(progress) {
      const before = layers.get(progress.layer)
      layers.set(progress.layer, progress)
      bytes += progress.bytes - (before?.bytes ?? 0)
      total += progress.total - (before?.total ?? 0)
      layersDone += Number(isDone(progress)) - Number(before !== undefined && isDone(before))
      return { bytes, total, layers: layers.size, layersDone }
    },
  }
}

function isDone({ bytes, total }: PullProgress): boolean {
  return bytes >= total
}
