import type { Clock, DoorTraffic } from '@berth/core'
import type { Db } from '@berth/db'
import type { ContainerStats } from '@berth/protocol'
import { STEP_MS } from '../steps.ts'
import { createDoorMeter } from './door-meter.ts'
import { spreadCounts } from './spread-counts.ts'
import { createUseMeter } from './use-meter.ts'
import { writeStep } from './write-step.ts'

export type Recorder = {
  /** What agents tell, as it comes. */
  use(samples: readonly ContainerStats[]): void
  /** Writes the step that is over; asked a moment after the end of each. Errors: those of `traffic` and of Postgres. */
  record(): Promise<void>
}

export type RecorderOptions = {
  readonly db: Db
  readonly traffic: () => Promise<readonly DoorTraffic[]>
  readonly clock: Clock
}

/** What the door counted while it did not answer is spread over so many steps at most. */
const MOST_STEPS = 30

export function createRecorder({ db, traffic, clock }: RecorderOptions): Recorder {
  const door = createDoorMeter()
  const uses = createUseMeter()
  let read: number | undefined

  return {
    use: (samples) => uses.add(samples),
    async record() {
      const counted = await traffic()
      const now = clock.now().getTime()
      const requests = door.since(counted)
      const passed = requests && read !== undefined ? now - read : 0
      read = now
      const at = beginOfLast(now)
      const steps = Math.max(1, Math.round(passed / STEP_MS))
      // of a longer outage nobody knows when it came: better none than an hour's requests in one step
      const isKnown = requests !== undefined && passed > 0 && steps <= MOST_STEPS
      const parts = isKnown ? spreadCounts(requests, steps) : []
      for (const [i, part] of parts.slice(0, -1).entries()) {
        const begin = new Date(at.getTime() - (steps - 1 - i) * STEP_MS)
        await writeStep(db, { at: begin, measured: passed / steps / 1000, requests: part, uses: [] })
      }
      await writeStep(db, {
        at,
        measured: isKnown ? passed / steps / 1000 : null,
        requests: parts.at(-1) ?? new Map(),
        uses: uses.take(),
      })
    },
  }
}

/** A timer that is early by a moment still means the step that ends then. */
function beginOfLast(now: number): Date {
  return new Date((Math.floor((now + 1000) / STEP_MS) - 1) * STEP_MS)
}
