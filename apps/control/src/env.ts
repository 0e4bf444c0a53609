import { parseEnv } from '@berth/config'
import { z } from 'zod'
import { s3EnvShape } from './blobs/s3-env.ts'
import { doorEnvShape } from './door-env.ts'

const path = z.string().min(1)

/** Also the source of docs/reference/configuration.md. */
export const envSchema = z.object({
  BERTH_INSTANCE: z.string().min(1),
  BERTH_RUN_DIR: path,
  BERTH_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  BERTH_URL: z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin),
  BERTH_APPS_DOMAIN: z.string().min(1),
  DATABASE_URL: z.string().min(1),
  REDIS_URL: z.string().min(1),
  BERTH_SOCKET: path,
  BERTH_PEPPER_FILE: path,
  BERTH_TICKET_KEY_FILE: path,
  BERTH_MASTER_KEY_FILE: path,
  BERTH_REGISTRY_KEY_FILE: path,
  BERTH_BLOBS_DIR: path,
  BERTH_SOURCES_DIR: path,
  BERTH_GIT_DIR: path,
  BERTH_GIT_CA_FILE: z.string().optional(),
  /** 0: off */
  BERTH_SSH_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  BERTH_SSH_ADDRESS: z.string().default('127.0.0.1'),
  ...s3EnvShape,
  ...doorEnvShape,
  /** longer than the ten minutes within which a lease is not renewed */
  BERTH_IMAGES_LEASE_HOURS: z.coerce.number().min(1).default(24),
  BERTH_IMAGES_GRACE_HOURS: z.coerce.number().min(2).default(168),
  BERTH_DOOR_DIR: path,
  BERTH_DOOR_ADMIN_SOCKET: path,
  /** those that nodes take subnets from: DEFAULT_POOLS of packages/network */
  BERTH_CONTAINER_NETS: z
    .string()
    .default('100.64.0.0/10,10.128.0.0/9')
    .transform((nets) => nets.split(',')),
  /** path of a program, or an address: docs/reference/scanner.md */
  BERTH_SCANNER: z.string().optional(),
  /** webhooks, mirrored registries: `allow` of packages/outbound */
  BERTH_OUTBOUND_ALLOW: z
    .string()
    .default('')
    .transform((nets) => nets.split(',').filter((net) => net !== '')),
})

export type ControlEnv = z.infer<typeof envSchema>

/** The environment of apps/control. Error: config.invalid, which names every key that is wrong. */
export function readEnv(): ControlEnv {
  return parseEnv(envSchema, process.env)
}
