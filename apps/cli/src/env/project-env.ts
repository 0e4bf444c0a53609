import type { ProjectAppView, ProjectEnvApplied } from '@berth/protocol'
import { describeDeploy } from '../deploys/describe-deploy.ts'
import { followDeploy } from '../deploys/follow-deploy.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import type { EnvAsked } from './read-env-words.ts'

type Options = SessionOptions & { readonly wait?: boolean; readonly apply?: boolean }

/** `env --project P [set … | unset …] [--apply]`: `--apply` alone deploys what was changed before. */
export async function projectEnv(project: string, asked: EnvAsked, options: Options): Promise<void> {
  const session = await openSession(options)
  const ask = { tenant: await session.tenant(), project }
  if (asked.kind === 'change') {
    const { set, unset } = asked
    const { apply } = options
    const done = await session.api.projects.setEnv.mutate({ ...ask, set, unset: [...unset], apply })
    return finish(session, ask.tenant, done, options)
  }
  if (options.apply) {
    return finish(session, ask.tenant, await session.api.projects.applyEnv.mutate(ask), options)
  }
  const view = await session.api.projects.env.query(ask)
  if (options.json) return printJson(view.env)
  for (const [name, value] of Object.entries(view.env)) printResult(`${name}=${value}`)
  sayBehind(project, view.apps)
}

async function finish(
  session: Session,
  tenant: string,
  { project, apps, deploys, refused }: ProjectEnvApplied,
  options: Options,
): Promise<void> {
  const ended = []
  for (const started of deploys) {
    const latest = options.wait ? await followDeploy(session.api, tenant, started, say) : started
    ended.push(describeDeploy(latest, await session.api.apps.get.query({ tenant, app: latest.app })))
  }
  if (options.json) printJson({ project, deploys: ended, refused, behind: behindOf(apps) })
  else printResult(sentenceOf(project, ended))
  for (const { app, reason } of refused) say(`berth: ${app} was not deployed: ${reason}`)
  for (const { app, release, state, reason } of ended) {
    if (reason) say(`berth: release ${release} of ${app} ${state}: ${reason}`)
  }
  if (!options.json) sayBehind(project, apps)
  if (refused.length > 0 || ended.some(({ reason }) => reason)) process.exitCode = 1
}

function sentenceOf(
  project: string,
  deploys: readonly { readonly app: string; readonly release: number; readonly state: string }[],
): string {
  if (deploys.length === 0) return `${project}: no app was deployed`
  return deploys
    .map(({ app, release, state }) => `${app} release ${release}: ${state.replaceAll('-', ' ')}`)
    .join('\n')
}

function sayBehind(project: string, apps: readonly ProjectAppView[]): void {
  const names = behindOf(apps)
  if (names.length === 0) return
  const have = names.length === 1 ? 'has' : 'have'
  say(`${names.join(', ')} ${have} not all of it yet: berth env --project ${project} --apply deploys it`)
}

/** Apps that run with other values than their project has. */
function behindOf(apps: readonly ProjectAppView[]): string[] {
  return apps.filter(({ running, behind }) => running && behind.length > 0).map(({ name }) => name)
}
