import { type ContainerSpec, containerSpecSchema, endReasonSchema } from '@berth/protocol'
import { z } from 'zod'

/**
 * What the node remembers of one container beside what runtime, network and images know. It is on disk, so that a
 * restart policy goes on where a killed agent left it.
 */
export const memorySchema = z.object({
  /** the newest that was asked for */
  spec: containerSpecSchema,
  /** the secrets of `spec` were lost, as with a reboot: it is not started before control told them again */
  secretsLost: z.boolean().default(false),
  /** `restartNonce` of the last start; null before the first */
  started: z.object({ nonce: z.number().int() }).nullable(),
  /** a start was asked for, and neither policy nor back-off has a say in it; until it was tried */
  asked: z.boolean().default(false),
  /** when the last run ended that is in here; the runtime knows of a later one when the agent was away */
  accounted: z.iso.datetime().nullable().default(null),
  /** starts after the first */
  restarts: z.number().int(),
  /** starts in a row that failed or ended early */
  failures: z.number().int(),
  /** healthy once in this run */
  healthy: z.boolean(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  end: endReasonSchema.nullable(),
  nextStartAt: z.iso.datetime().nullable(),
  /** it could not be started, and no retry can heal that; another generation is another chance */
  hopeless: z.boolean(),
  lastLines: z.array(z.string()).max(20),
  /** limits that could not be taken over while it runs; another generation is another try */
  refused: z.object({ generation: z.number().int(), message: z.string() }).nullable().default(null),
})

export type Memory = z.infer<typeof memorySchema>

export function newMemory(spec: ContainerSpec): Memory {
  return {
    spec,
    secretsLost: false,
    started: null,
    asked: true,
    accounted: null,
    restarts: 0,
    failures: 0,
    healthy: false,
    startedAt: null,
    endedAt: null,
    end: null,
    nextStartAt: null,
    hopeless: false,
    lastLines: [],
    refused: null,
  }
}

/** For a container that runs already, of which nothing is remembered. */
export function adoptedMemory(spec: ContainerSpec, startedAt: Date): Memory {
  return {
    ...newMemory(spec),
    asked: false,
    started: { nonce: spec.restartNonce },
    startedAt: startedAt.toISOString(),
  }
}
