import { say } from '../output.ts'
import type { Session } from '../session/session.ts'
import { type BuildFlags, recipeOf } from './build-flags.ts'
import { followToDeploy } from './deploy-source.ts'
import { readSshKeys } from './ssh-keys.ts'

type Request = Parameters<Session['api']['git']['deploy']['mutate']>[0]

/** Has a repository fetched, built, and what comes of it deployed. */
export async function deployGit(
  session: Session,
  ask: Omit<Request, 'tenant' | 'recipe'> & { readonly url: string },
  options: BuildFlags & { readonly wait?: boolean; readonly json?: boolean },
): Promise<void> {
  const recipe = recipeOf(options)
  const keys = await readSshKeys(options.ssh)
  const tenant = await session.tenant()
  say(`fetching ${ask.url}`)
  const { id, state, origin } = await session.api.git.deploy.mutate({ tenant, ...ask, ...keys, recipe })
  if (origin.kind === 'git')
    say(`building ${origin.commit.slice(0, 10)} of ${origin.branch}: ${origin.subject}`)
  await followToDeploy(session, { tenant, app: ask.app, id, state }, options)
}
