import { type ContainerModel, instancesOf, isInstance, type ReleaseModel } from './model.ts'
import type { Step } from './step.ts'

/** Instances of another release of its kin become the release's own, wherever it wants one and has none. */
export function adopt(release: ReleaseModel, containers: readonly ContainerModel[]): Step[] {
  return adoptable(release, containers).map(({ id }) => ({
    kind: 'adopt',
    containerId: id,
    releaseId: release.id,
  }))
}

export function adoptable(release: ReleaseModel, containers: readonly ContainerModel[]): ContainerModel[] {
  const present = containers.filter(({ desired }) => desired !== 'removed')
  return instancesOf(release.processes).flatMap((instance) => {
    const mine = present.filter((container) => isInstance(container, instance))
    if (mine.some(({ releaseId }) => releaseId === release.id)) return []
    return mine.find(({ kin, drainingAt }) => kin === release.kin && drainingAt === null) ?? []
  })
}
