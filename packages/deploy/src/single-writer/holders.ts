import { type ContainerModel, isSettled, type ReleaseModel } from '../model.ts'
import type { ReleaseVolume } from '../volumes/release-volume.ts'

/** Volumes that an instance of this process writes to, and no other instance may beside it. */
export function writesOf(volumes: readonly ReleaseVolume[], process: string): string[] {
  return volumes
    .filter((mount) => mount.process === process && !mount.readOnly && !mount.shared)
    .map(({ volume }) => volume)
}

/** Those that have to end before an instance of this process may start: they write to what it writes to. */
export function holdersOf(
  process: string,
  { volumes }: Pick<ReleaseModel, 'volumes'>,
  others: readonly ContainerModel[],
): ContainerModel[] {
  const writes = writesOf(volumes, process)
  return others.filter((other) => !hasEnded(other) && other.writes.some((volume) => writes.includes(volume)))
}

/** One of a node that is silent may well be writing. */
function hasEnded(container: ContainerModel): boolean {
  const { desired, observed } = container
  const rests = observed === 'stopped' || observed === 'failed' || observed === 'removed'
  return desired !== 'running' && desired !== 'paused' && rests && isSettled(container)
}
