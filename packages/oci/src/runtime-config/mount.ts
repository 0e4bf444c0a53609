import { z } from 'zod'
import { text, texts, uint32 } from './scalars.ts'

export const idMappingsSchema = z.array(
  z.object({ containerID: uint32, hostID: uint32, size: uint32.min(1) }),
)

/** config.md, `mounts`; options are read by who mounts, for only they know the file system's own. */
export const mountSchema = z.object({
  destination: text.min(1),
  type: text.optional(),
  source: text.optional(),
  options: texts.optional(),
  uidMappings: idMappingsSchema.optional(),
  gidMappings: idMappingsSchema.optional(),
})
