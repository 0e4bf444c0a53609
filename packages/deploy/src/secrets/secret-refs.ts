import { BerthError } from '@berth/core'
import { secretKindSchema } from '@berth/protocol'
import { z } from 'zod'

/** What a release holds of its secrets: name → which version, and how the program gets it. */
const secretRefsSchema = z.record(
  z.string(),
  z.strictObject({ id: z.string(), version: z.number().int().min(1), as: secretKindSchema }),
)

export type SecretRefs = Readonly<z.infer<typeof secretRefsSchema>>

/** An app has at most so many: each version of each is kept for as long as a release may need it. */
const MAX_SECRETS = 100

export function secretRefs(row: { readonly secrets: unknown }): SecretRefs {
  return secretRefsSchema.parse(row.secrets)
}

/**
 * `owner`: as one says it, `the app` or `the project`. Errors: secret.not_found, for one to unset that is not set;
 * input.invalid, for too many.
 */
export function changeRefs(
  before: SecretRefs,
  set: SecretRefs,
  unset: readonly string[],
  owner = 'the app',
): SecretRefs {
  for (const name of unset) if (!Object.hasOwn(before, name)) throw secretNotFound(name, owner)
  const refs = Object.fromEntries(
    Object.entries({ ...before, ...set }).filter(([name]) => !unset.includes(name)),
  )
  if (Object.keys(refs).length > MAX_SECRETS) {
    throw new BerthError('input.invalid', `${owner} has at most ${MAX_SECRETS} secrets`)
  }
  return refs
}

export function secretNotFound(name: string, owner = 'the app'): BerthError {
  return new BerthError('secret.not_found', `${owner} has no secret "${name}"`, { details: { secret: name } })
}
