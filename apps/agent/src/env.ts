import { parseEnv } from '@berth/config'
import { parseReachable } from '@berth/network'
import { z } from 'zod'

const path = z.string().startsWith('/', 'must be an absolute path')

/** Also the source of docs/reference/configuration.md. */
export const envSchema = z
  .object({
    BERTH_INSTANCE: z.string().regex(/^[a-z0-9]{6}$/, 'must be 6 of a-z and 0-9'),
    BERTH_RUN_DIR: path,
    BERTH_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
    REDIS_URL: z.string(),
    BERTH_CONTROL_SOCKET: path.optional(),
    BERTH_CONTROL_URL: z.url({ protocol: /^wss?$/ }).optional(),
    BERTH_AGENT_TOKEN_FILE: path,
    BERTH_AGENT_DIR: path,
    BERTH_INIT: path,
    BERTH_RESOLVER_DIR: path,
    /** seconds between two looks at a healthy container; three that fail in a row end it */
    BERTH_HEALTH_INTERVAL: z.coerce.number().min(1).max(3600).default(10),
    BERTH_DOOR_PORT: z.coerce.number().int().min(1).max(65535).default(7070),
    /** 0: none */
    BERTH_TLS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
    /** unused images go from so many percent of the disk on, until it is the lower one */
    BERTH_IMAGE_DISK_HIGH: z.coerce.number().min(1).max(100).default(85),
    BERTH_IMAGE_DISK_LOW: z.coerce.number().min(0).max(100).default(75),
    BERTH_IMAGE_MAX_BYTES: z.coerce.number().int().min(0).optional(),
    /** hours that an unused image stays */
    BERTH_IMAGE_KEEP: z.coerce.number().min(0).max(8760).default(168),
    /** what builds may reach of private networks, separated by commas: 10.0.0.0/8:4873 */
    BERTH_BUILD_EGRESS: z
      .string()
      .default('')
      .transform((text) => text.split(',').filter((part) => part.trim() !== ''))
      .refine((parts) => parts.every((part) => parseReachable(part) !== undefined), {
        message:
          'must be ranges of private addresses with a port, as 10.0.0.0/8:4873, and no metadata service',
      }),
    /** builds at once, and bytes of what the builds of one tenant leave for the next ones */
    BERTH_BUILD_SLOTS: z.coerce.number().int().min(1).max(64).default(2),
    BERTH_BUILD_CACHE_BYTES: z.coerce
      .number()
      .int()
      .min(0)
      .default(10 * 1024 ** 3),
  })
  .refine((env) => env.BERTH_IMAGE_DISK_LOW <= env.BERTH_IMAGE_DISK_HIGH, {
    path: ['BERTH_IMAGE_DISK_LOW'],
    message: 'must not be above BERTH_IMAGE_DISK_HIGH',
  })
  .refine((env) => env.BERTH_CONTROL_SOCKET ?? env.BERTH_CONTROL_URL, {
    path: ['BERTH_CONTROL_SOCKET'],
    message: 'this or BERTH_CONTROL_URL says where control is',
  })

/** What the agent is told by its environment. */
export function readEnv() {
  return parseEnv(envSchema, process.env)
}
