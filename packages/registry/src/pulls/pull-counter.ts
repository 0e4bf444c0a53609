import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { RegistryHappenings } from '../happenings.ts'
import type { CountedPull, Pull } from './pull.ts'
import { sumPulls } from './sum-pulls.ts'
import { writePulls } from './write-pulls.ts'

/** Counts pulls in memory, so that handing out a manifest waits for no write. */
export type PullCounter = {
  count(pull: Pull): void
  /** Writes what was counted, and tells of it. What is in memory is lost when the process is killed. */
  flush(): Promise<void>
}

/** More different ones than this between two flushes are not told apart: the surplus is not counted. */
const MAX_DIFFERENT = 20_000

export function createPullCounter(deps: {
  readonly db: Db
  readonly happenings: RegistryHappenings
  readonly clock: Clock
}): PullCounter {
  let counted = new Map<string, CountedPull>()
  const add = (pull: CountedPull) => {
    const key = `${pull.repositoryId} ${pull.digest} ${pull.tag ?? ''}`
    const before = counted.get(key)
    if (!before && counted.size >= MAX_DIFFERENT) return
    counted.set(key, { ...pull, count: (before?.count ?? 0) + pull.count })
  }
  return {
    count: (pull) => add({ ...pull, count: 1, lastAt: deps.clock.now() }),
    flush: async () => {
      if (counted.size === 0) return
      const pulls = [...counted.values()]
      counted = new Map()
      try {
        await writePulls(deps, sumPulls(pulls))
      } catch (error) {
        pulls.forEach(add) // for the next flush
        throw error
      }
    },
  }
}
