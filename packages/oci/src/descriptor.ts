import { z } from 'zod'
import { digestSchema } from './digest.ts'
import { platformSchema } from './platform.ts'

/** image-spec descriptor.md */
export const descriptorSchema = z.looseObject({
  mediaType: z.string(),
  digest: digestSchema,
  size: z.number().int().min(0),
  urls: z.array(z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  data: z.string().optional(),
  artifactType: z.string().optional(),
  platform: platformSchema.optional(),
})

export type Descriptor = z.infer<typeof descriptorSchema>
