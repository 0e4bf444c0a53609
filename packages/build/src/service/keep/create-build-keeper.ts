import { type Clock, type Rounds, startRounds, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import { ACTIVE } from '../build-row.ts'
import { inBuilds } from '../locks.ts'
import type { DeployBuilt, Log, SecretBox, WakeBuilder } from '../ports.ts'
import { deployBuilt } from './deploy-built.ts'
import { giveOut } from './give-out.ts'
import { lookAfter } from './look-after.ts'

const TICK_MS = 3_000

/** `wake`: a build changed. */
export type BuildKeeper = Rounds

/** Gives builds to nodes, ends what nobody ends, and deploys what was built. Several processes may keep one each. */
export function createBuildKeeper(options: {
  readonly db: Db
  readonly secrets: SecretBox
  readonly deploy: DeployBuilt
  readonly wakeBuilder: WakeBuilder
  readonly log: Log
  readonly clock?: Clock
}): BuildKeeper {
  const { db, log, clock = systemClock } = options
  const upSince = clock.now()
  const onError = (error: unknown) =>
    log.warn({ err: error }, 'builds could not be looked after: trying again')

  return startRounds({ round, everyMs: TICK_MS, onError })

  async function round(): Promise<void> {
    const times = { now: clock.now(), upSince }
    if ((await db.build.count({ where: ACTIVE })) > 0) {
      await inBuilds(db, async (tx) => {
        await lookAfter(tx, times)
        await giveOut(tx, times.now)
      })
      await wakeNodes()
    }
    await deployBuilt(options, clock.now())
  }

  /** Those that have not begun what they were given, or not ended what they were told to. */
  async function wakeNodes(): Promise<void> {
    const rows = await db.build.findMany({
      where: {
        nodeId: { not: null },
        OR: [{ state: 'queued' }, { state: 'running', cancelReason: { not: null } }],
      },
      select: { nodeId: true },
      distinct: ['nodeId'],
    })
    await Promise.all(rows.flatMap(({ nodeId }) => (nodeId ? [options.wakeBuilder(nodeId)] : [])))
  }
}
