import { systemClock as clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Ingress } from '@berth/ingress'
import type { Logger } from '@berth/log'
import { createRecorder, type Recorder, STEP_MS, tidyMetrics } from '@berth/metrics'
import { every } from '../every.ts'

const TIDY_MS = 60_000

/** What visitors and instances do is written down at the end of each step of the clock. */
export function startMetrics(deps: {
  readonly db: Db
  readonly ingress: Ingress
  readonly log: Logger
}): Pick<Recorder, 'use'> & { stop(): void } {
  const { db, ingress, log } = deps
  const recorder = createRecorder({ db, traffic: () => ingress.traffic(), clock })
  const tidying = every(TIDY_MS, () => tidyMetrics({ db, clock }), log)
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const next = () => {
    if (stopped) return
    timer = setTimeout(() => void run(), STEP_MS - (Date.now() % STEP_MS))
  }
  const run = async () => {
    await recorder.record().catch((error: unknown) => log.warn({ err: error }, 'a step was not measured'))
    next()
  }
  next()
  return {
    use: (samples) => recorder.use(samples),
    stop() {
      stopped = true
      clearTimeout(timer)
      tidying.stop()
    },
  }
}
