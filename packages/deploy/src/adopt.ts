import { type ContainerModel, instancesOf, isInstance, type ReleaseModel } from './model.ts'
import type { Step } from './step.ts'

/** Instances of another release of its kin become the release's own, wherever it wants one and has none. */
export function adopt(release: ReleaseModel, containers: readonly ContainerModel[]): Step[] {
  const present = containers.filter(({ desired }) => desired !== 'removed')
  return instancesOf(release.processes).flatMap((instance): Step[] => {
    const mine = present.filter((container) => isInstance(container, instance))
    if (mine.some(({ releaseId }) => releaseId === release.id)) return []
    const found = mine.find(({ kin, drainingAt }) => kin === release.kin && drainingAt === null)
    return found ? [{ kind: 'adopt', containerId: found.id, releaseId: release.id }] : []
  })
}
