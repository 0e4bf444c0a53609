import { z } from 'zod'

/** Queue of one node's agent. A hint: it names containers, and the agent asks the gateway for the truth. */
export function nodeQueueName(nodeId: string): string {
  return `node-${nodeId}`
}

export const convergeJobSchema = z.strictObject({
  containerIds: z.array(z.string()),
  generation: z.number().int(),
})
/** The other job of a node's queue: its builds changed, `build.specs` says which and how. */
export const buildsJobSchema = z.strictObject({ builds: z.literal(true) })

export type ConvergeJob = z.infer<typeof convergeJobSchema>

/** Queue that wakes the scheduler; its job says what changed, and nothing that Postgres does not hold. */
export const SCHEDULER_QUEUE = 'scheduler'

export const scheduleJobSchema = z.strictObject({ reason: z.string(), appId: z.string().optional() })
export type ScheduleJob = z.infer<typeof scheduleJobSchema>
