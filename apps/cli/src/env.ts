import { parseEnv } from '@berth/config'
import { z } from 'zod'

/** Handed to web and control as they are: their own schemas check them. */
const PEOPLE_KEYS = [
  'BERTH_SIGNUP',
  'BERTH_OIDC_ISSUER',
  'BERTH_OIDC_CLIENT_ID',
  'BERTH_OIDC_CLIENT_SECRET_FILE',
  'BERTH_OIDC_LABEL',
  'BERTH_SMTP_URL',
  'BERTH_MAIL_FROM',
] as const

/** Handed to control as they are: its schema checks them. */
const STORAGE_KEYS = [
  'BERTH_BLOBS_S3_ENDPOINT',
  'BERTH_BLOBS_S3_BUCKET',
  'BERTH_BLOBS_S3_REGION',
  'BERTH_BLOBS_S3_ACCESS_KEY_FILE',
  'BERTH_BLOBS_S3_PATH_STYLE',
  'BERTH_IMAGES_LEASE_HOURS',
  'BERTH_IMAGES_GRACE_HOURS',
] as const

/** Handed to the agent as they are: its schema checks them. */
const NODE_KEYS = [
  'BERTH_IMAGE_DISK_HIGH',
  'BERTH_IMAGE_DISK_LOW',
  'BERTH_IMAGE_MAX_BYTES',
  'BERTH_IMAGE_KEEP',
  'BERTH_BUILD_CACHE_BYTES',
  'BERTH_BUILD_SLOTS',
  'BERTH_BUILD_EGRESS',
] as const

/** Also the source of docs/reference/configuration.md. */
export const envSchema = z.object({
  BERTH_URL: z.string().optional(),
  BERTH_TOKEN: z.string().optional(),
  /** networks that the platform calls although they are not public: checked by control */
  BERTH_OUTBOUND_ALLOW: z.string().default(''),
  /** handed to control */
  BERTH_SCANNER: z.string().default(''),
  BERTH_GIT_CA_FILE: z.string().default(''),
  BERTH_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  DATABASE_URL: z.string().optional(),
  REDIS_URL: z.string().optional(),
  HOME: z.string().default('/'),
  XDG_CONFIG_HOME: z.string().optional(),
  ...Object.fromEntries(
    [...PEOPLE_KEYS, ...STORAGE_KEYS, ...NODE_KEYS].map((key) => [key, z.string().optional()]),
  ),
})

export type Env = z.output<typeof envSchema> & {
  readonly people: Readonly<Record<string, string>>
  readonly storage: Readonly<Record<string, string>>
  readonly node: Readonly<Record<string, string>>
}

/** The environment of the launcher and the command line. Error: config.invalid, with all that is wrong. */
export function readEnv(env: Readonly<Record<string, string | undefined>> = process.env): Env {
  const present = (keys: readonly string[]) =>
    Object.fromEntries(keys.flatMap((key) => (env[key] ? [[key, env[key]]] : [])))
  return {
    ...parseEnv(envSchema, env),
    people: present(PEOPLE_KEYS),
    storage: present(STORAGE_KEYS),
    node: present(NODE_KEYS),
  }
}
