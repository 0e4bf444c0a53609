import { z } from 'zod'
import type { LayerFindings } from './layer-findings.ts'

const packageSchema = z.object({
  type: z.enum(['deb', 'apk', 'npm', 'pypi']),
  name: z.string(),
  version: z.string(),
})
const findingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('packages'), packages: z.array(packageSchema) }),
  z.object({
    kind: z.literal('distribution'),
    distribution: z.object({ id: z.string(), version: z.string() }),
  }),
])
const findingsSchema = z.object({
  found: z.record(z.string(), findingSchema),
  removed: z.array(z.string()),
  cleared: z.array(z.string()),
})

/** Between the process that reads a layer and ours, which believes nothing that it did not check. */
export function decodeFindings(text: string): LayerFindings {
  return findingsSchema.parse(JSON.parse(text))
}
