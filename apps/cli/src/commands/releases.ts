import { UsageError } from '../arguments/usage-error.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

export async function releases(app: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const list = await session.api.releases.list.query({ tenant: await session.tenant(), app })
  if (options.json) return printJson(list)
  printResult(
    formatTable([
      ['', 'RELEASE', 'STATE', 'IMAGE', 'CREATED', 'BY', 'NOTE'],
      ...list.map((release) => [
        release.current ? '*' : '',
        String(release.number),
        release.state,
        release.image,
        sayWhen(release.createdAt),
        release.by,
        [
          ...(release.current ? ['current'] : []),
          ...(release.givenUp ? ['given up'] : []),
          ...(release.reason === null ? [] : [release.reason]),
          ...(release.commit === null ? [] : [release.commit.slice(0, 7)]),
          ...(release.rollbackOf === null ? [] : [`roll back to ${release.rollbackOf}`]),
        ].join(', '),
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
  const before = await session.api.apps.get.query({ tenant, app })
  const started = await session.api.releases.rollback.mutate({
    tenant,
    app,
    ...(number !== undefined && { number }),
  })
  await sayFromTo(session, { tenant, app, from: before.release, as: started.release })
  if (started.warning !== null) say(`warning: ${started.warning}`)
  if (started.warning !== null) say(`warning: ${started.warning}`)
  await finishDeploy(session, tenant, started, options)
}

/** A roll back is a new release with the content of the earlier one. */
async function sayFromTo(
  session: Session,
  { tenant, app, from, as }: { tenant: string; app: string; from: number | null; as: number },
): Promise<void> {
  const list = await session.api.releases.list.query({ tenant, app })
  const to = list.find((release) => release.number === as)?.rollbackOf
  say(`rolling ${app} back from release ${from ?? '-'} to release ${to ?? '-'}, as release ${as}`)
}
