import { createTurns } from '@berth/core'
import type { SandboxService } from '@berth/sandbox'

/** Fewer than there are connections to the database: the others are for everybody else. */
const AT_ONCE = 4

/**
 * A class that clicks at once waits for its turns here, and not in front of everybody else's queries. Each person has
 * one at a time, so that none of them keeps the others waiting.
 */
export function sandboxesInTurns(service: SandboxService): SandboxService {
  const turns = createTurns({ all: AT_ONCE })
  return {
    ...service,
    start: (actor, courseLab) => turns.run(actor.userId, () => service.start(actor, courseLab)),
    get: (sandbox) => turns.run(sandbox, () => service.get(sandbox)),
    mine: (userId) => turns.run(userId, () => service.mine(userId)),
  }
}
