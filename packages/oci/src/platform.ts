import { z } from 'zod'

export const platformSchema = z.looseObject({
  architecture: z.string(),
  os: z.string(),
  variant: z.string().optional(),
  'os.version': z.string().optional(),
  'os.features': z.array(z.string()).optional(),
})

/** image-spec `platform`: `{architecture: "amd64", os: "linux"}` */
export type Platform = z.infer<typeof platformSchema>

export function formatPlatform(platform: Platform): string {
  return [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/')
}
