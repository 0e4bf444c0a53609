import type { InTurn, SandboxService } from '@berth/sandbox'
import type { ClassLane } from './class-lane.ts'

/**
 * A class that clicks at once waits for its turns in its lane, and not in front of everybody else's queries. What takes
 * long for another reason than the database, as a check does, takes turns by itself.
 */
export function sandboxesInTurns(
  create: (inTurn: InTurn) => SandboxService,
  lane: Pick<ClassLane, 'run'>,
): SandboxService {
  const service = create((key, work) => lane.run(key, 'goes-on', work))
  return {
    ...service,
    start: (actor, courseLab) => lane.run(actor.userId, 'begins', () => service.start(actor, courseLab)),
    get: (sandbox) => lane.run(sandbox, 'goes-on', () => service.get(sandbox)),
    mine: (userId) => lane.run(userId, 'goes-on', () => service.mine(userId)),
  }
}
