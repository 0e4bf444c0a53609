import type { BuildView, DeployView } from '@berth/protocol'

type Build = Pick<BuildView, 'endedAt' | 'failure' | 'createdAt'>

/** Whether the newest build of an app is to be told where its state is: it is under way, or failed after the last deploy. Pure. */
export function needsWord(build: Build, lastDeploy: Pick<DeployView, 'createdAt'> | null): boolean {
  if (build.endedAt === null) return true
  if (build.failure === null || build.failure.kind === 'canceled') return false
  return lastDeploy === null || build.createdAt > lastDeploy.createdAt
}
