import type { Clock, DoorTraffic } from '@berth/core'
import type { Db } from '@berth/db'
import type { ContainerStats } from '@berth/protocol'
import { STEP_MS } from '../steps.ts'
import { createDoorMeter } from './door-meter.ts'
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
      const measured = requests && read !== undefined ? (now - read) / 1000 : null
      read = now
      await writeStep(db, {
        at: beginOfLast(now),
        measured,
        requests: requests ?? new Map(),
        uses: uses.take(),
      })
    },
  }
}

/** A timer that is early by a moment still means the step that ends then. */
function beginOfLast(now: number): Date {
  return new Date((Math.floor((now + 1000) / STEP_MS) - 1) * STEP_MS)
}
