import { fits } from '../pattern.ts'
import { findRule, type ProtectionRule } from '../tag-rules/find-rule.ts'
import { placeOf, type RetentionRule, type TagFacts, type Users } from './retention-facts.ts'

const DAY_MS = 24 * 60 * 60_000

/** Why a tag goes or stays. Whoever comes first in this order has the last word: protection, use, what a rule keeps. */
type Verdict =
  | { readonly kind: 'protected'; readonly by: string }
  | { readonly kind: 'used'; readonly by: string }
  /** it names a signature or the like, and goes with its image */
  | { readonly kind: 'companion' }
  | { readonly kind: 'last'; readonly count: number }
  | { readonly kind: 'pushed'; readonly days: number }
  | { readonly kind: 'pulled'; readonly days: number }
  /** no rule speaks of it */
  | { readonly kind: 'unnamed' }
  | { readonly kind: 'goes'; readonly rules: readonly string[] }

export type JudgedTag = TagFacts & { readonly verdict: Verdict }

/** How cosign and others name what belongs to an image, where a registry has no referrers. */
const COMPANION = /^sha(?:256-[0-9a-f]{64}|512-[0-9a-f]{128})(?:\.[a-z0-9]+)?$/

/** What becomes of each tag, in the order of the tags. A push counts as a pull, so that what is new is not unused. */
export function judgeTags(options: {
  readonly rules: readonly RetentionRule[]
  readonly protections: readonly ProtectionRule[]
  readonly tags: readonly TagFacts[]
  readonly users: Users
  readonly now: Date
}): JudgedTag[] {
  const { rules, protections, tags, users, now } = options
  const own = rules.filter(speaksOfTags)
  const kept = new Map(own.map((rule) => [rule.id, lastOf(rule, tags)]))
  const judge = (tag: TagFacts): Verdict => {
    const protection = findRule(protections, 'noDelete', tag)
    if (protection) return { kind: 'protected', by: protection.createdBy }
    const user = users.get(placeOf(tag))
    if (user !== undefined) return { kind: 'used', by: user }
    if (COMPANION.test(tag.tag)) return { kind: 'companion' }
    const named = own.filter((rule) => names(rule, tag))
    const holds = named.map((rule) => heldBy(rule, tag, kept.get(rule.id) ?? new Set(), now))
    const held = holds.find((hold) => hold !== undefined)
    if (held) return held
    return named.length === 0 ? { kind: 'unnamed' } : { kind: 'goes', rules: named.map(({ id }) => id) }
  }
  return tags.map((tag) => ({ ...tag, verdict: judge(tag) }))
}

/** One that keeps nothing of tags speaks of untagged images only. */
function speaksOfTags({ keepLast, keepPushedDays, keepPulledDays }: RetentionRule): boolean {
  return keepLast !== null || keepPushedDays !== null || keepPulledDays !== null
}

function names(rule: RetentionRule, { repository, tag }: TagFacts): boolean {
  return fits(rule.repositories, repository) && fits(rule.tags, tag)
}

/** The newest of each repository; of one moment the one whose name comes later. */
function lastOf(rule: RetentionRule, tags: readonly TagFacts[]): ReadonlySet<TagFacts> {
  const count = rule.keepLast
  if (count === null) return new Set()
  const named = tags.filter((tag) => names(rule, tag) && !COMPANION.test(tag.tag))
  const byRepository = Map.groupBy(named, ({ repository }) => repository)
  return new Set([...byRepository.values()].flatMap((group) => group.toSorted(newestFirst).slice(0, count)))
}

function newestFirst(a: TagFacts, b: TagFacts): number {
  return b.pushedAt.getTime() - a.pushedAt.getTime() || (a.tag < b.tag ? 1 : -1)
}

function heldBy(
  rule: RetentionRule,
  tag: TagFacts,
  last: ReadonlySet<TagFacts>,
  now: Date,
): Verdict | undefined {
  const { keepLast, keepPushedDays, keepPulledDays } = rule
  const age = now.getTime() - tag.pushedAt.getTime()
  const idle = Math.min(age, tag.pulledAt ? now.getTime() - tag.pulledAt.getTime() : age)
  if (keepLast !== null && last.has(tag)) return { kind: 'last', count: keepLast }
  if (keepPushedDays !== null && age < keepPushedDays * DAY_MS)
    return { kind: 'pushed', days: keepPushedDays }
  if (keepPulledDays !== null && idle < keepPulledDays * DAY_MS)
    return { kind: 'pulled', days: keepPulledDays }
  return undefined
}
