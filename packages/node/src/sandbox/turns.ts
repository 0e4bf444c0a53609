import { BerthError } from '@berth/core'
import { createSlots } from '../slots.ts'

/** So many at once on the node, the rest wait in line; of one container no more than a few, and those beyond are refused. */
export type Turns = {
  /** `waitMs`: how long its turn is waited for, without end if left out. Error: container.busy. */
  run<T>(containerId: string, job: () => Promise<T>, waitMs?: number): Promise<T>
}

export function createTurns({ atOnce, each }: { atOnce: number; each: number }): Turns {
  const slots = createSlots(atOnce)
  const busy = new Map<string, number>()

  return {
    async run(containerId, job, waitMs) {
      const mine = busy.get(containerId) ?? 0
      if (mine >= each) {
        throw new BerthError(
          'container.busy',
          `${each} of these are under way in the container: wait for one`,
        )
      }
      busy.set(containerId, mine + 1)
      try {
        return await slots.run(job, leaveAfter(waitMs))
      } finally {
        const left = (busy.get(containerId) ?? 1) - 1
        if (left > 0) busy.set(containerId, left)
        else busy.delete(containerId)
      }
    },
  }
}

function leaveAfter(waitMs: number | undefined): AbortSignal | undefined {
  if (waitMs === undefined) return undefined
  const leaving = new AbortController()
  const late = new BerthError('container.busy', 'too much is under way on its node: try again in a moment')
  setTimeout(() => leaving.abort(late), waitMs).unref()
  return leaving.signal
}
