import { createQueues } from '../../../../packages/queue/src/index.ts'
import { createSandboxService, type SandboxService } from '../../../../packages/sandbox/src/index.ts'
import { type ControlPlane, startControlPlane } from './control-plane.ts'
import { pushImage } from './push-image.ts'
import { connectAgent, runs, type ScriptedAgent } from './scripted-agent.ts'
import { silent } from './silent.ts'

/** A platform of one node, with the image of a shell and sandboxes of it. */
export type LabPlane = {
  readonly plane: ControlPlane
  readonly sandboxes: SandboxService
  readonly tenantId: string
  /** `acme/shell` */
  readonly image: { readonly repository: string; readonly digest: string }
  /** its node, also once more when control was killed */
  connect(): Promise<ScriptedAgent>
  /** After the node's own end. */
  close(): Promise<void>
}

/** `run`: what scripts say that a person waits for; `agent`: what the node says of all else. Control runs, the node does not. */
export async function startLabPlane(options: {
  readonly run: Parameters<typeof createSandboxService>[0]['run']
  readonly agent?: Pick<Parameters<typeof connectAgent>[0], 'runScript' | 'files' | 'screen'>
}): Promise<LabPlane> {
  const plane = await startControlPlane()
  const { token } = await plane.addNode('one')
  const tenantId = plane.caller.tenant.id
  const digest = await pushImage(plane.db, { tenantId, name: 'acme/shell', tag: '1' })
  const queues = createQueues({ redisUrl: plane.redis.url, log: silent })
  const sandboxes = createSandboxService({ db: plane.db, queues, run: options.run })
  await plane.startControl()
  const { socket, redis } = plane
  return {
    ...{ plane, sandboxes, tenantId, image: { repository: 'acme/shell', digest } },
    connect: () =>
      connectAgent({ ...options.agent, ...{ socket, redisUrl: redis.bareUrl, token, script: runs() } }),
    close: async () => {
      await queues.close()
      await plane.stop()
    },
  }
}
