import { BerthError } from '@berth/core'

/** What the resolver is told by its environment (docs/reference/configuration.md). Without zod: it would be a third of its memory. */
export function readEnv(): { directory: string } {
  const directory = process.env['BERTH_RESOLVER_DIR']
  if (directory?.startsWith('/')) return { directory }
  throw new BerthError(
    'config.invalid',
    'the environment is not right: BERTH_RESOLVER_DIR: must be an absolute path',
  )
}
