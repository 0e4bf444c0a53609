import { BerthError } from '@berth/core'
import { parseAssignments } from '../arguments/assignments.ts'
import { given } from '../arguments/given.ts'
import { parseRunOptions, type RunFlags } from '../arguments/run-options.ts'
import { parseSize } from '../arguments/size.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

export type DeployOptions = SessionOptions & {
  readonly image: string
  readonly port?: number
  readonly env?: readonly string[]
  readonly cpu?: number
  readonly memory?: string
  readonly disk?: string
  readonly pids?: number
  readonly replicas?: number
  readonly project?: string
  readonly healthPath?: string
  readonly healthCmd?: string
  /** false by --no-health */
  readonly health?: boolean
  readonly wait?: boolean
} & RunFlags

export async function deploy(app: string, command: readonly string[], options: DeployOptions): Promise<void> {
  const { image, port, cpu, pids, replicas, project } = options
  const session = await openSession(options)
  const tenant = await session.tenant()
  const started = await session.api.apps.deploy.mutate({
    tenant,
    app,
    image,
    ...given({ port, cpu, pids, replicas, project }),
    ...given({ memory: parseSize('--memory', options.memory), disk: parseSize('--disk', options.disk) }),
    ...given({ health: wishedHealth(options) }),
    ...given({ options: parseRunOptions(options) }),
    ...(options.env && { env: parseAssignments(options.env) }),
    ...(command.length > 0 && { command: [...command] }),
  })
  await finishDeploy(session, tenant, started, options)
}

type Health = { kind: 'none' } | { kind: 'http'; path: string } | { kind: 'command'; argv: string[] }

/** Error: input.invalid, for two ways at once. */
function wishedHealth({ healthPath, healthCmd, health }: DeployOptions): Health | undefined {
  const wishes: Health[] = [
    ...(healthPath === undefined ? [] : [{ kind: 'http' as const, path: healthPath }]),
    ...(healthCmd === undefined ? [] : [{ kind: 'command' as const, argv: ['/bin/sh', '-c', healthCmd] }]),
    ...(health === false ? [{ kind: 'none' as const }] : []),
  ]
  if (wishes.length <= 1) return wishes[0]
  throw new BerthError('input.invalid', 'say one of --health-path, --health-cmd and --no-health')
}
