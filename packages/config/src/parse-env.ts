import { BerthError } from '@berth/core'
import type { z } from 'zod'

/** Reads an environment by a schema and names all bad keys at once. Error: config.invalid. */
export function parseEnv<S extends z.ZodType>(
  schema: S,
  env: Readonly<Record<string, string | undefined>>,
): z.output<S> {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = schema.safeParse(present)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new BerthError('config.invalid', `the environment is not right:\n  ${problems.join('\n  ')}`, {
    details: { problems },
  })
}
