import { systemClock as clock } from '@berth/core'
import type { Db } from '@berth/db'
import { createIdleWatch, createWakeGate, wakeForVisitor } from '@berth/deploy'
import type { Ingress } from '@berth/ingress'
import type { Logger } from '@berth/log'
import type { Queues } from '@berth/queue'
import { every } from '../every.ts'
import type { Visits } from './visits.ts'

const LOOK_MS = 5000

/** Apps that nobody asks for fall asleep, and wake for a visitor. */
export function startSleep(deps: {
  readonly db: Db
  readonly queues: Queues
  readonly ingress: Ingress
  readonly visits: Visits
  readonly log: Logger
}): { readonly wake: (host: string) => Promise<void>; stop(): void } {
  const { db, queues, ingress, visits, log } = deps
  const watch = createIdleWatch({
    ...{ db, clock },
    traffic: async () => (await ingress.traffic()).flatMap(({ hosts }) => hosts),
    visited: async () => visits.apps(),
  })
  const looks = every(LOOK_MS, () => watch.look(), log)
  const wake = { db, wake: queues, gate: createWakeGate(), clock }
  return {
    wake: async (host) => {
      const app = ingress.appOf(host)
      if (app !== undefined) await wakeForVisitor(wake, app)
    },
    stop: () => looks.stop(),
  }
}
