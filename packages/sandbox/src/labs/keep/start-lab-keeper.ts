import { createSerial } from '@berth/core'
import type { Db } from '@berth/db'
import type { Log } from '../../ports.ts'
import type { KeepSource, StartImageBuild } from '../ports.ts'
import { keepVersion } from './keep-version.ts'

const TICK_MS = 5_000

export type LabKeeper = {
  /** A lab was saved, or a build changed. */
  wake(): void
  close(): Promise<void>
}

/** Builds the images of labs, until each version is ready or failed. Several processes may keep one each. */
export function startLabKeeper(options: {
  readonly db: Db
  readonly keepSource: KeepSource
  readonly startBuild: StartImageBuild
  readonly log: Log
}): LabKeeper {
  const { db, log } = options
  const serial = createSerial()
  let isWaiting = false
  let closed = false
  let timer: NodeJS.Timeout | undefined

  look()
  return {
    wake: () => look(),
    async close() {
      closed = true
      clearTimeout(timer)
      await serial.idle()
    },
  }

  /** One round at a time; what comes meanwhile is one more after it. */
  function look(): void {
    if (isWaiting || closed) return
    isWaiting = true
    clearTimeout(timer)
    void serial.run('', async () => {
      isWaiting = false
      await attempt(round)
      if (!closed && !isWaiting) timer = setTimeout(look, TICK_MS)
    })
  }

  async function round(): Promise<void> {
    const waiting = await db.labVersion.findMany({
      where: { state: 'building' },
      orderBy: { createdAt: 'asc' },
      select: { id: true },
    })
    for (const { id } of waiting) if (!closed) await attempt(() => keepVersion(options, id))
  }

  /** One that fails keeps no other waiting. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      log.warn({ err: error }, 'labs could not be looked after: trying again')
    }
  }
}
