import type { DeployState } from '@berth/core'
import type { AppView, DeployView } from '@berth/protocol'

/** What `deploy` and all its kin print with `--json`. */
export type DeployResult = {
  readonly app: string
  readonly release: number
  /** what the app is now, by this deploy */
  readonly state: 'deploying' | 'running' | 'ended' | 'scaled-to-zero' | 'failed' | 'superseded' | 'canceled'
  readonly url: string | null
  /** why it is not what was asked for */
  readonly reason?: string
}

const STATES: Readonly<Record<DeployState, DeployResult['state']>> = {
  queued: 'deploying',
  running: 'deploying',
  succeeded: 'running',
  failed: 'failed',
  superseded: 'superseded',
  canceled: 'canceled',
}

/** `view`: what the app is by now. */
export function describeDeploy(
  deploy: DeployView,
  { url, state: now }: Pick<AppView, 'url' | 'state'>,
): DeployResult {
  const { app, release } = deploy
  const outcome = STATES[deploy.state]
  const rests = now === 'scaled-to-zero' || now === 'ended'
  const state = outcome === 'running' && rests ? now : outcome
  const isGood = state !== 'failed' && state !== 'superseded' && state !== 'canceled'
  return {
    app,
    release,
    state,
    // no release ever worked: nothing serves there
    url: now === 'failed' ? null : url,
    ...(isGood ? {} : { reason: deploy.reason ?? `the deploy was ${state}` }),
  }
}
