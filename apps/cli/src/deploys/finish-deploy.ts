import type { DeployView } from '@berth/protocol'
import { printJson, printResult, say } from '../output.ts'
import type { Session } from '../session/session.ts'
import { type DeployResult, describeDeploy } from './describe-deploy.ts'
import { followDeploy } from './follow-deploy.ts'

/** Waits when it is asked to, prints the outcome, and exits with 1 when the deploy failed. */
export async function finishDeploy(
  session: Session,
  tenant: string,
  started: DeployView,
  options: { readonly wait?: boolean; readonly json?: boolean },
): Promise<void> {
  const latest = options.wait ? await followDeploy(session.api, tenant, started, say) : started
  const view = await session.api.apps.get.query({ tenant, app: latest.app })
  const result = describeDeploy(latest, view)
  if (options.json) printJson(result)
  else printResult(sentence(result))
  if (!result.reason) return
  say(`berth: release ${latest.release} of ${latest.app} ${latest.state}: ${result.reason}`)
  for (const line of latest.lastLines) say(`  ${line}`)
  process.exitCode = 1
}

function sentence({ app, release, state, url }: DeployResult): string {
  return [`${app} release ${release}: ${state.replaceAll('-', ' ')}`, ...(url ? [url] : [])].join('\n')
}
