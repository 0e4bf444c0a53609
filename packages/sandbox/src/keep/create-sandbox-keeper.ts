import { type Clock, type Rounds, startRounds, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Log, Rooms, Scripts, Wake } from '../ports.ts'
import { type Looked, look } from './look.ts'
import { runScript } from './run-script.ts'
import { createVersionShelf } from './version-shelf.ts'
import { wakeNodes } from './wake-nodes.ts'
import type { Touched } from './write-steps.ts'

/** Brings sandboxes to what is wanted of them. Several control processes may run one each. */
export type SandboxKeeper = Rounds

const TICK_MS = 2_000
/** Between two looks: what comes meanwhile, of a class that starts at once, is one look's work and not ten looks'. */
const REST_MS = 40
const TELL_AGAIN_MS = 3_000

export function startSandboxKeeper(options: {
  readonly db: Db
  readonly queues: Wake
  readonly rooms: Rooms
  readonly scripts: Scripts
  readonly log: Log
  readonly clock?: Clock
  readonly tickMs?: number
}): SandboxKeeper {
  const { db, queues, scripts, log, clock = systemClock, tickMs = TICK_MS } = options
  const context = { ...options, versions: createVersionShelf() }
  const running = new Set<Promise<void>>()
  let toldAt = 0
  const onError = (error: unknown) =>
    log.warn({ err: error }, 'sandboxes could not be looked at: trying again')

  const rounds = startRounds({ round, everyMs: tickMs, restMs: REST_MS, onError })
  return {
    wake: () => rounds.wake(),
    async close() {
      await rounds.close()
      await Promise.all(running)
    },
  }

  async function round(): Promise<void> {
    const looked = await look(context, clock.now())
    if (looked.again) rounds.wake()
    await wakeNodes(queues, looked.touched)
    await tellAgain(looked.unheard)
    for (const script of looked.scripts) begin(script)
  }

  /** Hints get lost with Redis: a node that has not confirmed what is wanted is told again. */
  async function tellAgain(unheard: readonly Touched[]): Promise<void> {
    if (Date.now() - toldAt < TELL_AGAIN_MS) return
    toldAt = Date.now()
    await wakeNodes(queues, unheard)
  }

  function begin(due: Looked['scripts'][number]): void {
    const run = runScript({ db, scripts, now: () => clock.now() }, due)
      .catch((error: unknown) =>
        log.warn({ err: error, sandboxId: due.row.id }, `the ${due.kind} of a sandbox was not noted`),
      )
      .finally(() => {
        running.delete(run)
        rounds.wake()
      })
    running.add(run)
  }
}
