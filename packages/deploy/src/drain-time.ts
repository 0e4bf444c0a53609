import type { ContainerModel } from './model.ts'

/** How long an instance that leaves may finish what it serves, where its release says nothing. */
export const USUAL_DRAIN_MS = 15_000

/**
 * Pure. Of those that left the same place one after the other only the last has all the time that its release gives:
 * who deploys again and again keeps no more instances beside those that serve.
 */
export function hurried(containers: readonly ContainerModel[]): ContainerModel[] {
  const placeOf = ({ process, instance }: ContainerModel) => `${process} ${instance}`
  const last = new Map<string, number>()
  for (const one of containers) {
    const left = one.drainingAt?.getTime() ?? 0
    last.set(placeOf(one), Math.max(last.get(placeOf(one)) ?? 0, left))
  }
  return containers.map((one) => {
    const isLast = one.drainingAt === null || one.drainingAt.getTime() === last.get(placeOf(one))
    return isLast ? one : { ...one, drainMs: Math.min(one.drainMs, USUAL_DRAIN_MS) }
  })
}
