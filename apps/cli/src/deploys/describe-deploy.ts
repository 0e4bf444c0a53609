import type { DeployState } from '@berth/core'
import type { DeployView } from '@berth/protocol'

/** What `deploy` and all its kin print with `--json`. */
export type DeployResult = {
  readonly app: string
  readonly release: number
  /** what the app is now, by this deploy */
  readonly state: 'deploying' | 'running' | 'failed' | 'superseded'
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
}

export function describeDeploy(deploy: DeployView, url: string | null): DeployResult {
  const { app, release } = deploy
  const state = STATES[deploy.state]
  const isGood = state === 'deploying' || state === 'running'
  return {
    app,
    release,
    state,
    url,
    ...(isGood ? {} : { reason: deploy.reason ?? `the deploy was ${state}` }),
  }
}
