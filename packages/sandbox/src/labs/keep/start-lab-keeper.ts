import { type Rounds, startRounds } from '@berth/core'
import type { Db } from '@berth/db'
import type { Log } from '../../ports.ts'
import type { KeepSource, StartImageBuild } from '../ports.ts'
import { keepVersion } from './keep-version.ts'

const TICK_MS = 5_000

/** `wake`: a lab was saved, or a build changed. */
export type LabKeeper = Rounds

/** Builds the images of labs, until each version is ready or failed. Several processes may keep one each. */
export function startLabKeeper(options: {
  readonly db: Db
  readonly keepSource: KeepSource
  readonly startBuild: StartImageBuild
  readonly log: Log
}): LabKeeper {
  const { db, log } = options
  let closed = false
  const rounds = startRounds({ round, everyMs: TICK_MS, onError: tell })
  return {
    wake: () => rounds.wake(),
    close() {
      closed = true
      return rounds.close()
    },
  }

  async function round(): Promise<void> {
    const waiting = await db.labVersion.findMany({
      where: { state: 'building' },
      orderBy: { createdAt: 'asc' },
      select: { id: true },
    })
    for (const { id } of waiting) if (!closed) await keepVersion(options, id).catch(tell) // none keeps another waiting
  }

  function tell(error: unknown): void {
    log.warn({ err: error }, 'labs could not be looked after: trying again')
  }
}
