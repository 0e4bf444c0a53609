import type { AppRouter } from '@berth/api'
import type { DeployStepView, DeployView } from '@berth/protocol'
import type { TRPCClient } from '@trpc/client'

const POLL_MS = 150
/** how often a step that takes long is said again */
const PATIENCE_MS = 10_000
/** how often a pull says how far it is */
const PULL_MS = 3_000

/** Says each step as it is reached; resolves when the deploy is over. */
export async function followDeploy(
  api: Pick<TRPCClient<AppRouter>, 'deploys'>,
  tenant: string,
  started: DeployView,
  say: (line: string) => void,
): Promise<DeployView> {
  const said = new Set<string>()
  const pulls = createPullPace()
  for (let deploy = started; ; deploy = await api.deploys.get.query({ tenant, id: started.id })) {
    for (const line of deploy.steps.flatMap((step) => pulls(step, new Date()))) {
      if (!said.has(line)) say(line)
      said.add(line)
    }
    if (deploy.state !== 'queued' && deploy.state !== 'running') return deploy
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** The lines of a step; of a pull, whose bytes change with each look, one in three seconds. */
function createPullPace(): (step: DeployStepView, now: Date) => string[] {
  let last = 0
  return (step, now) => {
    const line = stepLine(step, now)
    if (step.note?.kind !== 'pulls' || step.state !== 'running') return line
    if (now.getTime() - last < PULL_MS) return []
    last = now.getTime()
    return line
  }
}

/** Nothing for a step that has not begun or had nothing to do; another line every ten seconds for one that goes on. */
export function stepLine({ step, state, message, at, ms }: DeployStepView, now: Date): string[] {
  const details = message ? `: ${message}` : ''
  switch (state) {
    case 'pending':
    case 'skipped':
      return []
    case 'running':
      return [`${step} …${details}${soFar(at, now)}`]
    case 'done':
      return [`${step} done${ms === null ? '' : ` (${(ms / 1000).toFixed(1)} s)`}${details}`]
    case 'failed':
      return [`${step} failed${details}`]
  }
}

function soFar(since: Date | null, now: Date): string {
  const ms = since ? now.getTime() - since.getTime() : 0
  return ms < PATIENCE_MS ? '' : `, ${Math.floor(ms / PATIENCE_MS) * (PATIENCE_MS / 1000)} s so far`
}
