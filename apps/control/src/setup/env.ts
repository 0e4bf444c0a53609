import { parseEnv } from '@berth/config'
import { z } from 'zod'
import { s3EnvShape } from '../blobs/s3-env.ts'

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  BERTH_PEPPER_FILE: z.string().min(1),
  BERTH_URL: z.url(),
  BERTH_APPS_DOMAIN: z.string().min(1),
  BERTH_MASTER_KEY_FILE: z.string().min(1),
  ...s3EnvShape,
})

export type SetupEnv = z.infer<typeof schema>

/** What setup needs of control's environment. */
export function readEnv(): SetupEnv {
  return parseEnv(schema, process.env)
}
