import type { AccessRequest, Actor, Auth } from '@berth/auth'
import type { Logger } from '@berth/log'

/** With the two seconds that an answer is believed, a revoked token's sockets end within five. */
const EVERY_MS = 2_000

/** A right as the API asks for it, or whatever else tells whether one still holds. */
export type Use = AccessRequest | (() => Promise<boolean>)

type Watched = {
  readonly actor: Actor
  /** what it goes on using, asked anew each time */
  readonly uses: () => readonly Use[]
  readonly onRevoked: () => void
}

export type Watchdog = {
  /** Calls `onRevoked` once when the proof or a right is gone; returns how to stop watching. */
  watch(watched: Watched): () => void
  close(): void
}

/** Asks again and again whether those who have something open may still have it. Idle while nothing is. */
export function createWatchdog(options: { auth: Auth; log: Logger }): Watchdog {
  const { auth, log } = options
  const all = new Set<Watched>()
  let timer: NodeJS.Timeout | undefined
  const round = async () => {
    for (const watched of all) {
      try {
        if (await stillMay(auth, watched)) continue
      } catch (error) {
        // While the database is away nobody can be judged: an open shell goes on.
        log.warn({ err: error }, 'open sockets could not be checked')
        break
      }
      if (all.delete(watched)) watched.onRevoked()
    }
    timer = all.size > 0 ? setTimeout(() => void round(), EVERY_MS) : undefined
  }
  return {
    watch: (watched) => {
      all.add(watched)
      timer ??= setTimeout(() => void round(), EVERY_MS)
      return () => void all.delete(watched)
    },
    close: () => clearTimeout(timer),
  }
}

async function stillMay(auth: Auth, { actor, uses }: Watched): Promise<boolean> {
  if (!(await auth.recheck(actor))) return false
  for (const use of uses()) if (!(await holds(auth, use))) return false
  return true
}

async function holds(auth: Auth, use: Use): Promise<boolean> {
  return typeof use === 'function' ? use() : (await auth.can(use)) !== undefined
}
