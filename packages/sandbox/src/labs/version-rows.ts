import type { LabVersion } from '@berth/db'
import type { LabFiles } from '@berth/lab'
import { LAB_STATES, type LabVersionView } from '@berth/protocol'
import { z } from 'zod'

const containersSchema = z.record(
  z.string(),
  z.object({ releaseId: z.string().optional(), buildId: z.string().optional() }),
)

/** container of the lab → its release, or the build that it waits for */
export type VersionContainers = z.infer<typeof containersSchema>

export function containersOf({ containers }: Pick<LabVersion, 'containers'>): VersionContainers {
  return containersSchema.parse(containers)
}

export function filesOf({ files }: Pick<LabVersion, 'files'>): LabFiles {
  return z.record(z.string(), z.string()).parse(files)
}

export function versionView(row: LabVersion): LabVersionView {
  const waiting = Object.entries(containersOf(row)).flatMap(([name, { releaseId, buildId }]) =>
    releaseId === undefined && buildId !== undefined ? [[name, buildId] as const] : [],
  )
  return {
    number: row.number,
    state: z.enum(LAB_STATES).parse(row.state),
    failure: row.failure,
    commit: row.commit,
    builds: Object.fromEntries(waiting),
    by: row.createdBy,
    createdAt: row.createdAt,
  }
}
