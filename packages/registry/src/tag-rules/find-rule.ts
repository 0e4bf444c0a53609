import { BerthError } from '@berth/core'
import { fits } from '../pattern.ts'

/** A row of TagRule, as far as decisions go by it. */
export type ProtectionRule = {
  readonly repositories: string
  readonly tags: string
  readonly noOverwrite: boolean
  readonly noDelete: boolean
  readonly createdBy: string
}

/** Two separate promises: what may not move may still expire, and what may not go may still move. */
export type Promised = 'noOverwrite' | 'noDelete'

/** `repository` is the name within the tenant. */
export type TagPlace = { readonly repository: string; readonly tag: string }

/** The first rule that makes this promise of a tag. */
export function findRule<R extends ProtectionRule>(
  rules: readonly R[],
  promised: Promised,
  { repository, tag }: TagPlace,
): R | undefined {
  return rules.find((rule) => rule[promised] && fits(rule.repositories, repository) && fits(rule.tags, tag))
}

const WORDS = { noOverwrite: 'be moved to another image', noDelete: 'be deleted' } as const

/** Says which rule it is, and who made it. */
export function tagProtected(rule: ProtectionRule, promised: Promised, place: TagPlace): BerthError {
  const { repository, tag } = place
  const pattern = `${rule.repositories}:${rule.tags}`
  return new BerthError(
    'registry.tag_protected',
    `${repository}:${tag} may not ${WORDS[promised]}: ${rule.createdBy} protects ${pattern}. Use another tag, or ask an owner to change the rule`,
    { details: { repository, tag, rule: pattern, by: rule.createdBy, promised } },
  )
}
