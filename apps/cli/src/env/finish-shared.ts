import type { ProjectAppView, ProjectEnvApplied } from '@berth/protocol'
import { describeDeploy } from '../deploys/describe-deploy.ts'
import { followDeploy } from '../deploys/follow-deploy.ts'
import { printJson, printResult, say } from '../output.ts'
import type { Session } from '../session/session.ts'

type Options = { readonly json?: boolean; readonly wait?: boolean }

/** Says what a change of what a project shares has come to; ends with 1 where an app was refused or failed. */
export async function finishShared(
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

/** Which apps have not all of it. */
export function sayBehind(project: string, apps: readonly ProjectAppView[]): void {
  const names = behindOf(apps)
  if (names.length === 0) return
  const have = names.length === 1 ? 'has' : 'have'
  say(`${names.join(', ')} ${have} not all of it yet: berth env --project ${project} --apply deploys it`)
}

/** Apps that run with other values than their project has. */
function behindOf(apps: readonly ProjectAppView[]): string[] {
  return apps.filter(({ running, behind }) => running && behind.length > 0).map(({ name }) => name)
}
