/** What is wanted of a container; Postgres holds it. */
export const DESIRED_STATES = ['running', 'paused', 'stopped', 'removed'] as const
export type DesiredState = (typeof DESIRED_STATES)[number]

/** What its owner wants of an app. */
export const DESIRED_APP_STATES = ['running', 'paused', 'stopped'] as const
export type DesiredAppState = (typeof DESIRED_APP_STATES)[number]

/** What a node last saw of a container. `backoff`: exited, and waits for its next start. */
export const OBSERVED_STATES = [
  'pending', // placed, the node has not begun
  'pulling',
  'starting',
  'running',
  'paused',
  'backoff',
  'stopped', // ended, and nothing restarts it
  'failed', // could not be started at all
  'removed',
  'lost', // its node is gone
] as const
export type ObservedState = (typeof OBSERVED_STATES)[number]

/** How an instance is shown: what its node sees of it, or that its visitors are leaving it. */
export type InstanceState = ObservedState | 'draining'

/**
 * What became of a release. `superseded`: it was live, or on its way, when another one took its place; `canceled`:
 * somebody ended it before it was live.
 */
export const RELEASE_STATES = ['deploying', 'live', 'superseded', 'failed', 'canceled'] as const
export type ReleaseState = (typeof RELEASE_STATES)[number]

export const APP_STATES = [
  'empty',
  'deploying',
  'running',
  'degraded',
  'crashing',
  'paused',
  'asleep', // nobody asked for it for a while: its next visitor wakes it
  'stopped',
  'ended', // its programs ended by themselves, and their restart policy starts none of them again
  'failed',
  'scaled-to-zero', // it serves as soon as somebody scales it up
] as const
export type AppState = (typeof APP_STATES)[number]

export const DEPLOY_STATES = ['queued', 'running', 'succeeded', 'failed', 'superseded', 'canceled'] as const
export type DeployState = (typeof DEPLOY_STATES)[number]

/** The steps of a deploy, in order; each is written with its time and outcome. */
export const DEPLOY_STEPS = [
  'resolve',
  'admit',
  'release', // of releases that have a command for it
  'place',
  'pull',
  'start',
  'health',
  'route',
  'drain',
] as const
export type DeployStep = (typeof DEPLOY_STEPS)[number]

export const NODE_STATES = ['ready', 'draining', 'offline'] as const
export type NodeState = (typeof NODE_STATES)[number]
