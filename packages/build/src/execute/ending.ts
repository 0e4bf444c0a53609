import { BuildFailed } from './build-failed.ts'

/** Why a build is ended from outside. */
export function canceled(): BuildFailed {
  return new BuildFailed({ kind: 'canceled', message: 'the build was canceled' })
}

export function tookTooLong(ms: number): BuildFailed {
  const message = `took longer than the ${Math.round(ms / 1000)} seconds that a build may take`
  return new BuildFailed({ kind: 'time', message })
}

export function stopped(): BuildFailed {
  return new BuildFailed({ kind: 'node', message: 'the agent of the node was stopped' })
}
