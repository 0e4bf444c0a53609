import { finishDeploy } from '../deploys/finish-deploy.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

type Waiting = SessionOptions & { readonly wait?: boolean }

export async function attachVolume(
  { app, name, path }: { readonly app: string; readonly name: string; readonly path: string },
  options: Waiting & { readonly readOnly?: boolean; readonly process: string },
): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const mount = { volume: name, path, readOnly: options.readOnly ?? false, process: options.process }
  await finishDeploy(
    session,
    tenant,
    await session.api.volumes.attach.mutate({ tenant, app, mount }),
    options,
  )
}

export async function detachVolume(
  { app, name }: { readonly app: string; readonly name: string },
  options: Waiting,
): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const started = await session.api.volumes.detach.mutate({ tenant, app, volume: name })
  await finishDeploy(session, tenant, started, options)
}
