import { z } from 'zod'
import { reportedText } from './reported-text.ts'
import { folderPathSchema } from './run-options.ts'

const id = z.string().max(64)
const bytes = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Volumes that one node has, and snapshots that one volume has. */
const MAX_VOLUMES = 10_000
const MAX_SNAPSHOTS = 100

/** A volume as the specification of a container has it. */
export const mountedVolumeSchema = z.strictObject({
  id,
  path: folderPathSchema,
  readOnly: z.boolean(),
  /** the most that it may hold */
  bytes,
  /** it was made before: where it is missing, its files are lost, and no empty one takes its place */
  made: z.boolean(),
  /** the volume of the node that a new one is a copy of */
  from: id.optional(),
})

export type MountedVolume = z.infer<typeof mountedVolumeSchema>

/** What a node has of one volume. */
export const foundVolumeSchema = z.strictObject({
  id,
  usedBytes: bytes,
  snapshots: z.array(z.strictObject({ id, bytes })).max(MAX_SNAPSHOTS),
  /** the last restore that this agent has done, by its task */
  restored: id.nullable(),
  /** the snapshot that an archive is being made into */
  receiving: id.optional(),
})

/** What a node shall have of one volume. */
export const wantedVolumeSchema = z.strictObject({
  id,
  bytes,
  made: z.boolean(),
  /** the volume of the node that a new one is a copy of */
  from: id.optional(),
  /** the volume goes, with all of its snapshots */
  gone: z.boolean(),
  snapshots: z.array(z.strictObject({ id, gone: z.boolean() })).max(MAX_SNAPSHOTS),
  /** nothing that mounts it runs: the state of `from` comes back, and what it held becomes the snapshot `keep` */
  restore: z.strictObject({ task: id, from: id, keep: id }).nullable(),
})

/** What a container writes to beside its volumes, and that it has used most of, in bytes. */
export const fullLayerSchema = z.strictObject({ id, usedBytes: bytes, limitBytes: bytes })

/** What a container that shall not run keeps of what it wrote, in bytes. */
export const restingLayerSchema = z.strictObject({ id, usedBytes: bytes })

export type RestingLayer = z.infer<typeof restingLayerSchema>
export type FullLayer = z.infer<typeof fullLayerSchema>
export type FoundVolume = z.infer<typeof foundVolumeSchema>
export type WantedVolume = z.infer<typeof wantedVolumeSchema>

export const volumeMessages = {
  /** What the node has; answered with what it shall have. What is not in the answer is left alone. */
  'volume.converge': {
    request: z.strictObject({
      volumes: z.array(foundVolumeSchema).max(MAX_VOLUMES),
      /** what it could not do, by volume */
      problems: z.record(id, reportedText(500)),
      /** every container of the node that has used most of its own disk; absent: it does not know */
      full: z.array(fullLayerSchema).max(MAX_VOLUMES).optional(),
      /** every container of the node that shall not run; absent: it does not know what they keep */
      resting: z.array(restingLayerSchema).max(MAX_VOLUMES).optional(),
    }),
    reply: z.strictObject({ volumes: z.array(wantedVolumeSchema) }),
  },
} as const
