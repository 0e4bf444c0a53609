import { SIGNUP_MODES } from '@berth/auth'
import { parseEnv } from '@berth/config'
import { TLS_MODES } from '@berth/protocol'
import { z } from 'zod'

const path = z.string().min(1)

const WEB_PARTS = ['all', 'lessons'] as const

/** Also the source of docs/reference/configuration.md. */
export const envSchema = z
  .object({
    BERTH_INSTANCE: z.string().min(1),
    BERTH_WEB_PART: z.enum(WEB_PARTS).default('all'),
    BERTH_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
    BERTH_URL: z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin),
    BERTH_APPS_DOMAIN: z.string().min(1),
    BERTH_SSH_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
    /** as control: whether certificates are asked for */
    BERTH_TLS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
    BERTH_ACME_EMAIL: z.string().default(''),
    BERTH_TLS: z.enum(TLS_MODES).default('off'),
    DATABASE_URL: z.string().min(1),
    REDIS_URL: z.string().min(1),
    BERTH_SOCKET: path,
    BERTH_CONTROL_SOCKET: path,
    BERTH_AUTH_SECRET_FILE: path,
    BERTH_PEPPER_FILE: path,
    BERTH_TICKET_KEY_FILE: path,
    BERTH_SIGNUP: z.enum(SIGNUP_MODES).default('invitation'),
    BERTH_OIDC_ISSUER: z.url().optional(),
    BERTH_OIDC_CLIENT_ID: z.string().optional(),
    BERTH_OIDC_CLIENT_SECRET_FILE: path.optional(),
    BERTH_OIDC_LABEL: z.string().max(40).optional(),
    BERTH_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    BERTH_MAIL_FROM: z.string().optional(),
    /** what control calls although it is not public: a webhook to anything else is refused when it is made */
    BERTH_OUTBOUND_ALLOW: z
      .string()
      .default('')
      .transform((nets) => nets.split(',').filter((net) => net !== '')),
  })
  .refine(
    (env) => !env.BERTH_OIDC_ISSUER || (env.BERTH_OIDC_CLIENT_ID && env.BERTH_OIDC_CLIENT_SECRET_FILE),
    {
      path: ['BERTH_OIDC_ISSUER'],
      message: 'needs BERTH_OIDC_CLIENT_ID and BERTH_OIDC_CLIENT_SECRET_FILE too',
    },
  )
  .refine((env) => !env.BERTH_SMTP_URL || env.BERTH_MAIL_FROM, {
    path: ['BERTH_SMTP_URL'],
    message: 'needs BERTH_MAIL_FROM too',
  })

export type WebPart = (typeof WEB_PARTS)[number]
export type WebEnv = z.infer<typeof envSchema>

/** The environment of apps/web. Error: config.invalid, which names every key that is wrong. */
export function readEnv(): WebEnv {
  return parseEnv(envSchema, process.env)
}

/** Next looks here for its configuration before it reads `next.config.ts`. */
export function presetNextConfig(json: string): void {
  process.env['__NEXT_PRIVATE_STANDALONE_CONFIG'] = json
}
