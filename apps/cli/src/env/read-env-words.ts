import { parseAssignments, variableName } from '../arguments/assignments.ts'
import { UsageError } from '../arguments/usage-error.ts'

export type EnvAsked =
  | { readonly kind: 'list' }
  | {
      readonly kind: 'change'
      readonly set: Record<string, string>
      readonly unset: readonly string[]
    }

/** What stands behind `env APP`; `of` is that of the usage line. Error: UsageError. */
export function readEnvWords(of: string, words: readonly string[]): EnvAsked {
  const [verb, ...rest] = words
  if (verb === undefined) return { kind: 'list' }
  if (verb === 'set' && rest.length > 0) return { kind: 'change', set: parseAssignments(rest), unset: [] }
  if (verb === 'unset' && rest.length > 0)
    return { kind: 'change', set: {}, unset: rest.map((word) => variableName(word)) }
  const isVerb = verb === 'set' || verb === 'unset'
  throw new UsageError(
    `${isVerb ? `nothing to ${verb}` : `env cannot "${verb}"`}: berth env ${of} [set KEY=VALUE… | unset KEY…]`,
  )
}
