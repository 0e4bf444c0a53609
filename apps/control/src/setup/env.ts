import { parseEnv } from '@berth/config'
import { z } from 'zod'
import { s3EnvShape } from '../blobs/s3-env.ts'

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  BERTH_PEPPER_FILE: z.string().min(1),
  BERTH_URL: z.url(),
  ...s3EnvShape,
})

/** What setup needs of control's environment. */
export function readEnv(): z.infer<typeof schema> {
  return parseEnv(schema, process.env)
}
