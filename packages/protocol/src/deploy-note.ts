import { OBSERVED_STATES } from '@berth/core'
import { z } from 'zod'
import { endReasonSchema } from './container-spec.ts'

/** What a step of a deploy has to say, as facts, so that each language can have a sentence for it. */
export const deployNoteSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resolved'), image: z.string() }),
  /** all that has not come yet, of the hindmost instance */
  z.object({
    kind: z.literal('pulls'),
    bytes: z.number(),
    total: z.number(),
    layers: z.number(),
    layersDone: z.number(),
  }),
  /** `path`: a GET of it is waited for, else that the port is open */
  z.object({
    kind: z.literal('waits'),
    port: z.number(),
    path: z.string().optional(),
    seconds: z.number(),
  }),
  z.object({ kind: z.literal('waits-for-command'), command: z.string(), seconds: z.number() }),
  z.object({ kind: z.literal('ended'), image: z.string(), end: endReasonSchema.nullable() }),
  z.object({
    kind: z.literal('unanswered'),
    image: z.string(),
    port: z.number(),
    path: z.string().optional(),
    seconds: z.number(),
  }),
  z.object({
    kind: z.literal('late'),
    image: z.string(),
    minutes: z.number(),
    /** of an instance that does not work yet */
    state: z.enum(OBSERVED_STATES).nullable(),
  }),
  z.object({
    kind: z.literal('no-node'),
    nodes: z.array(z.object({ name: z.string(), state: z.string() })),
  }),
  /** the files of a volume lie on a node that cannot run anything now */
  z.object({ kind: z.literal('volume-away'), volume: z.string(), node: z.string(), state: z.string() }),
  /** the command that has to succeed before anything of the release starts */
  z.object({ kind: z.literal('releases'), command: z.string() }),
  z.object({
    kind: z.literal('release-failed'),
    command: z.string(),
    why: z.string(),
    end: endReasonSchema.nullable(),
  }),
  z.object({ kind: z.literal('limit-in-use'), reason: z.string() }),
  /** a raised limit, of instances that stay where they are */
  z.object({
    kind: z.literal('no-room-to-grow'),
    node: z.string(),
    cpu: z.number(),
    memory: z.number(),
  }),
  z.object({ kind: z.literal('no-room'), cpu: z.number(), memory: z.number() }),
])

export type DeployNote = z.infer<typeof deployNoteSchema>
