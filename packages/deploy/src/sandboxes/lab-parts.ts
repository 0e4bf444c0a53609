import { egressSchema } from '@berth/protocol'
import { z } from 'zod'

const count = z.number().int()

/** What a node is told of a lab: of its specification, which was checked when it was written, these parts. */
const labPartsSchema = z.object({
  containers: z.array(
    z.object({
      name: z.string(),
      command: z.array(z.string()).nullable(),
      env: z.record(z.string(), z.string()),
      limits: z.object({ cpu: z.number(), burst: z.number(), memory: count, pids: count, disk: count }),
    }),
  ),
  home: z.object({ container: z.string(), path: z.string() }).nullable(),
  egress: egressSchema,
  limits: z.object({ connections: count, bandwidth: count }),
})

export type LabParts = z.infer<typeof labPartsSchema>

/** Undefined: it is not what was written once. */
export function labPartsOf(spec: unknown): LabParts | undefined {
  return labPartsSchema.safeParse(spec).data
}
