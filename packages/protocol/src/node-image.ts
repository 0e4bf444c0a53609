import { z } from 'zod'
import { digestSchema, pullSumSchema } from './container-spec.ts'
import { reportedText } from './reported-text.ts'

const bytes = z.number().min(0)

/** An image as it lies on a node. */
export const nodeImageSchema = z.strictObject({
  digest: digestSchema,
  platform: reportedText(256),
  /** of all its layers on disk, also those that other images share */
  bytes,
  layers: z.number().int().min(0),
  usedAt: z.iso.datetime(),
  /** ids of containers */
  usedBy: z.array(z.string().max(64)).max(100),
})

export type NodeImage = z.infer<typeof nodeImageSchema>

/** A pull that runs, or is over since a few minutes. */
export const nodePullSchema = z.strictObject({
  digest: digestSchema,
  repository: reportedText(256),
  state: z.enum(['pulling', 'done', 'failed']),
  /** when it came into this state */
  since: z.iso.datetime(),
  sum: pullSumSchema,
  error: reportedText(2000).nullable(),
})

export type NodePull = z.infer<typeof nodePullSchema>

export const nodeImagesSchema = z.strictObject({
  images: z.array(nodeImageSchema).max(2000),
  pulls: z.array(nodePullSchema).max(200),
  /** of all images, each layer once */
  imageBytes: bytes,
  disk: z.strictObject({ bytes, freeBytes: bytes }),
})

export type NodeImages = z.infer<typeof nodeImagesSchema>
