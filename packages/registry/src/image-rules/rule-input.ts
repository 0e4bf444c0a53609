import { BerthError } from '@berth/core'

const PATTERN = /^[A-Za-z0-9._/*-]+$/
const MAX_PATTERN = 128

export type TagRuleInput = {
  readonly repositories: string
  readonly tags: string
  readonly noOverwrite: boolean
  readonly noDelete: boolean
}

export type RetentionRuleInput = {
  readonly repositories: string
  readonly tags: string
  readonly keepLast: number | null
  readonly keepPushedDays: number | null
  readonly keepPulledDays: number | null
  readonly untaggedDays: number | null
}

/** Error: input.invalid. */
export function checkTagRule(input: TagRuleInput): void {
  checkPatterns(input)
  if (input.noOverwrite || input.noDelete) return
  throw new BerthError(
    'input.invalid',
    'the rule promises nothing: say that tags may not be moved, or not be deleted',
  )
}

/** A rule that keeps nothing would take everything that it names. Error: input.invalid. */
export function checkRetentionRule(input: RetentionRuleInput): void {
  checkPatterns(input)
  const { keepLast, keepPushedDays, keepPulledDays, untaggedDays } = input
  if ([keepLast, keepPushedDays, keepPulledDays, untaggedDays].some((value) => value !== null)) return
  throw new BerthError(
    'input.invalid',
    'the rule keeps nothing: say how many tags stay, or for how many days',
  )
}

function checkPatterns({ repositories, tags }: { repositories: string; tags: string }): void {
  for (const pattern of [repositories, tags]) {
    if (pattern.length <= MAX_PATTERN && PATTERN.test(pattern)) continue
    throw new BerthError(
      'input.invalid',
      `"${pattern.slice(0, MAX_PATTERN)}" is not a pattern: letters, digits, . _ / - and *`,
    )
  }
}
