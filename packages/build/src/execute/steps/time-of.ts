import type { FileTime } from '@berth/image'
import type { Site } from '../site.ts'

/** When what the builder itself makes was made. */
export function timeOf({ spec, tools }: Site): FileTime {
  const seconds = spec.recipe.sourceDateEpoch ?? Math.floor(tools.clock.now().getTime() / 1000)
  return { seconds, nanoseconds: 0 }
}
