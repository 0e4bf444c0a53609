import { parseAssignments } from '../arguments/assignments.ts'
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
  readonly wait?: boolean
}

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
    ...(options.env && { env: parseAssignments(options.env) }),
    ...(command.length > 0 && { command: [...command] }),
  })
  await finishDeploy(session, tenant, started, options)
}

/** What was not given stays as it was in the last release. */
function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}
