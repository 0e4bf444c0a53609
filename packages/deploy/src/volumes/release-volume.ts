import { BerthError } from '@berth/core'
import { z } from 'zod'

const releaseVolumeSchema = z.object({
  /** id of the volume */
  volume: z.string(),
  /** as it was called when the release was made */
  name: z.string(),
  path: z.string(),
  readOnly: z.boolean(),
  /** the process type that sees it */
  process: z.string(),
  /** several instances may write to it at once */
  shared: z.boolean(),
})

export const releaseVolumesSchema = z.array(releaseVolumeSchema).readonly()

/** Where a release has a volume. */
export type ReleaseVolume = z.infer<typeof releaseVolumeSchema>

/** Each is a mount of every start. */
const MAX_MOUNTS = 16

type Mounting = {
  readonly volumes: readonly ReleaseVolume[]
  readonly processes: Readonly<Record<string, { readonly replicas: number }>>
}

/**
 * What a process writes to and no second instance may write to beside it: its rollout ends the old instance before it
 * starts the new one.
 */
export function writesAlone({ volumes }: Pick<Mounting, 'volumes'>, process: string): boolean {
  return volumes.some((mount) => mount.process === process && !mount.readOnly && !mount.shared)
}

/** Errors: input.invalid, for a second writer, for two volumes in one place, for too many. */
export function checkMounts({ volumes, processes }: Mounting): void {
  if (volumes.length > MAX_MOUNTS) throw refused(`an app mounts at most ${MAX_MOUNTS} volumes`)
  const places = new Set<string>()
  for (const { process, path } of volumes) {
    const place = `${process} ${path}`
    if (places.has(place)) throw refused(`two volumes cannot lie at ${path} of process ${process}`)
    places.add(place)
  }
  for (const { volume, name } of volumes) {
    const writers = volumes.filter((one) => one.volume === volume && !one.readOnly && !one.shared)
    const names = [...new Set(writers.map(({ process }) => process))]
    const count = names.reduce((sum, process) => sum + (processes[process]?.replicas ?? 0), 0)
    if (count > 1) {
      throw refused(
        `volume ${name} has one writer at a time, and ${count} instances of ${names.join(', ')} would write to it: keep one instance, mount it read-only (:ro), or make a volume that is shared (berth volumes create NAME --shared)`,
      )
    }
  }
}

function refused(message: string): BerthError {
  return new BerthError('input.invalid', message)
}
