import { parseEnv } from '@berth/config'
import { z } from 'zod'

/** What the resolver is told by its environment (ARCHITECTURE.md). */
export function readEnv() {
  return parseEnv(
    z.object({
      BERTH_RESOLVER_DIR: z.string().startsWith('/'),
      BERTH_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
    }),
    process.env,
  )
}
