import { TLS_MODES } from '@berth/protocol'
import { z } from 'zod'

/** Let's Encrypt. */
const DIRECTORY = 'https://acme-v02.api.letsencrypt.org/directory'

/** What the door is beside its files: TLS, and who gives certificates. */
export const doorEnvShape = {
  /** 0: no TLS */
  BERTH_TLS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** who serves the platform's own address by TLS: TLS_MODES of packages/protocol */
  BERTH_TLS: z.enum(TLS_MODES).default('off'),
  BERTH_ACME_URL: z
    .string()
    .default('')
    .transform((url) => url || DIRECTORY)
    .pipe(z.url({ protocol: /^https$/ })),
  /** whoever gives it agrees to the terms of the authority; nothing is asked for without */
  BERTH_ACME_EMAIL: z
    .string()
    .default('')
    .transform((email) => email || undefined)
    .pipe(z.email().optional()),
}
