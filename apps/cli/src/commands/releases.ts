import { UsageError } from '../arguments/usage-error.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { formatTable, printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

export async function releases(app: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const list = await session.api.releases.list.query({ tenant: await session.tenant(), app })
  if (options.json) return printJson(list)
  printResult(
    formatTable([
      ['RELEASE', 'IMAGE', 'CREATED', 'BY', ''],
      ...list.map((release) => [
        String(release.number),
        release.image,
        release.createdAt.toISOString(),
        release.by,
        release.current ? 'current' : release.rollbackOf === null ? '' : `roll back of ${release.rollbackOf}`,
      ]),
    ]),
  )
}

/** To the release before the current one, unless one is named. */
export async function rollback(
  app: string,
  release: string | undefined,
  options: SessionOptions & { readonly wait?: boolean },
): Promise<void> {
  const number = release === undefined ? undefined : Number(release)
  if (number !== undefined && !Number.isInteger(number)) {
    throw new UsageError(`"${release}" is no release: see berth releases ${app}`)
  }
  const session = await openSession(options)
  const tenant = await session.tenant()
  const started = await session.api.releases.rollback.mutate({
    tenant,
    app,
    ...(number !== undefined && { number }),
  })
  await finishDeploy(session, tenant, started, options)
}
