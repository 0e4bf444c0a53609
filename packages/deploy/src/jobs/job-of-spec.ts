import type { Job } from '@berth/db'
import type { ContainerSpec } from '@berth/protocol'
import { z } from 'zod'

export const attendedSchema = z.enum(['terminal', 'stream'])

/** What a node is told of the job that a container was made for. */
export function jobOfSpec({ attended }: Pick<Job, 'attended'>): NonNullable<ContainerSpec['job']> {
  return attended === null ? {} : { attended: attendedSchema.parse(attended) }
}
