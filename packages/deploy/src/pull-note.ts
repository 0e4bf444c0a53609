import type { DeployNote, PullSum } from '@berth/protocol'
import type { ContainerModel } from './model.ts'

/** How far the hindmost instance's image is; null while nothing is known of any. */
export function pullNote(containers: readonly Pick<ContainerModel, 'pull'>[]): DeployNote | null {
  const [hindmost] = containers.flatMap(({ pull }) => pull ?? []).toSorted((a, b) => missing(b) - missing(a))
  return hindmost && hindmost.total > 0 ? { kind: 'pulls', ...hindmost } : null
}

function missing({ bytes, total }: PullSum): number {
  return total - bytes
}
