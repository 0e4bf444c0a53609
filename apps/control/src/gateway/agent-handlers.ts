import type { Guard } from '@berth/auth'
import type { LogDesk, NodeService, NodeSession } from '@berth/deploy'
import type { agentToControl, Handlers } from '@berth/protocol'
import { nodeQueueName } from '@berth/protocol'
import { type NodeUsers, nodeUserName } from '@berth/queue'
import { type BuildServices, buildHandlers } from '../builds/build-handlers.ts'
import type { StatsMemory } from './stats-memory.ts'

export type GatewayServices = {
  readonly nodes: NodeService
  readonly users: NodeUsers
  readonly verifyNode: Guard['verifyNode']
  readonly stats: StatsMemory
  /** the password of a node's Redis user: the same in every control process */
  readonly queuePassword: (nodeId: string) => string
  readonly signPull: (repository: string) => Promise<string>
  /** where the registry answers */
  readonly registryUrl: string
  readonly builds: BuildServices
  readonly logs: LogDesk
}

/** A node says hello for each network that it makes, and many sandboxes start at once: its token was just checked. */
const JUST_NOW_MS = 1_000

/** Answers one agent's stream. `token` is checked again with every heartbeat, so that revoking it ends the stream. */
export function agentHandlers(
  services: GatewayServices,
  session: NodeSession,
  token: string,
): Handlers<typeof agentToControl> {
  const { nodes, users, stats } = services
  const password = services.queuePassword(session.nodeId)
  let greetedAt = -Infinity
  return {
    ...buildHandlers(services.builds, session),
    'node.hello': async ({ info, subnets }) => {
      if (performance.now() - greetedAt > JUST_NOW_MS) {
        await services.verifyNode(token)
        await nodes.heartbeat(session, info)
        await users.ensure(session.nodeId, password)
        greetedAt = performance.now()
      }
      await nodes.holdSubnets(session, subnets)
      return {
        nodeId: session.nodeId,
        nodeName: session.nodeName,
        queue: { name: nodeQueueName(session.nodeId), username: nodeUserName(session.nodeId), password },
      }
    },
    'node.inventory': ({ containers }) => nodes.inventory(session, containers),
    'container.specs': ({ ids }) => nodes.specs(session, ids),
    'container.report': async ({ containers }) => {
      await nodes.report(session, containers)
      return {}
    },
    'volume.converge': async (report) => ({ volumes: await nodes.volumes(session, report) }),
    'logs.places': async ({ ids }) => ({ places: await services.logs.places(session, ids) }),
    'logs.keep': (piece) => services.logs.keep(session, piece),
    'container.stats': async ({ containers }) => {
      const own = await nodes.ownIds(
        session,
        containers.map(({ id }) => id),
      )
      stats.add(containers.filter(({ id }) => own.has(id)))
      return {}
    },
    'registry.token': async ({ containerId }) => {
      const { repository, digest } = await nodes.imageOf(session, containerId)
      return { url: services.registryUrl, repository, digest, token: await services.signPull(repository) }
    },
  }
}
