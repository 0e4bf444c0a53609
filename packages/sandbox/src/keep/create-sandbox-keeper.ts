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
/**
 * Between two looks: what comes meanwhile, of a class that starts at once, is one look's work and not ten looks'. On a
 * busy machine a look takes long, and it rests as long again: others have their share of it.
 */
const LEAST_REST_MS = 40
const MOST_REST_MS = 150
/** What time alone brings about, and the filling of pools, are looked after so often. */
const CHORES_MS = 250
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
  const restMs = (tookMs: number) => Math.min(MOST_REST_MS, Math.max(LEAST_REST_MS, tookMs))
  let toldAt = 0
  let choresAt = 0
  let later: NodeJS.Timeout | undefined
  const onError = (error: unknown) =>
    log.warn({ err: error }, 'sandboxes could not be looked at: trying again')

  const rounds = startRounds({ round, everyMs: tickMs, restMs, onError })
  return {
    wake: () => rounds.wake(),
    async close() {
      clearTimeout(later)
      await rounds.close()
      await Promise.all(running)
    },
  }

  async function round(): Promise<void> {
    const looked = await look({ ...context, chores: choresAreDue() }, clock.now())
    if (looked.again) rounds.wake()
    await wakeNodes(queues, looked.touched)
    await tellAgain(looked.unheard)
    for (const script of looked.scripts) begin(script)
  }

  /** Where they are not, a round comes when they are. */
  function choresAreDue(): boolean {
    const left = choresAt + CHORES_MS - Date.now()
    if (left > 0) later ??= setTimeout(() => rounds.wake(), left)
    if (left > 0) return false
    clearTimeout(later)
    later = undefined
    choresAt = Date.now()
    return true
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
