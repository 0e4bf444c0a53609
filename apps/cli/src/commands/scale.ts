import { parseProcesses } from '../arguments/processes.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

export async function scale(
  app: string,
  words: readonly string[],
  options: SessionOptions & { readonly wait?: boolean },
): Promise<void> {
  const processes = parseProcesses(words)
  const session = await openSession(options)
  const tenant = await session.tenant()
  const started = await session.api.apps.scale.mutate({ tenant, app, processes })
  await finishDeploy(session, tenant, started, options)
}
