import { fits } from '../pattern.ts'
import type { ProtectionRule } from '../tag-rules/find-rule.ts'
import { type JudgedTag, judgeTags } from './judge-tags.ts'
import {
  type ManifestFacts,
  placeOf,
  type RetentionRule,
  type TagFacts,
  type Users,
} from './retention-facts.ts'

const DAY_MS = 24 * 60 * 60_000

export type Going = {
  /** every tag, with its verdict */
  readonly tags: readonly JudgedTag[]
  /** images that nothing holds then; what speaks of one that goes, goes before it */
  readonly manifests: readonly ManifestFacts[]
}

/**
 * What retention takes of a tenant's images. An image goes when its last tag went, or when a rule says so of untagged
 * ones, and never while a tag, an app, an index that stays, or the image that it speaks of needs it.
 */
export function whatGoes(options: {
  readonly rules: readonly RetentionRule[]
  readonly protections: readonly ProtectionRule[]
  readonly tags: readonly TagFacts[]
  readonly manifests: readonly ManifestFacts[]
  readonly users: Users
  readonly now: Date
}): Going {
  const tags = judgeTags(options)
  return { tags, manifests: looseManifests(options, tags) }
}

function looseManifests(
  { rules, manifests, users, now }: Parameters<typeof whatGoes>[0],
  tags: readonly JudgedTag[],
): ManifestFacts[] {
  const stays = new Set(tags.filter(({ verdict }) => !mayGo(verdict.kind)).map(placeOf))
  const left = new Set(tags.filter(({ verdict }) => verdict.kind === 'goes').map(placeOf))
  const companions = new Set(tags.filter(({ verdict }) => verdict.kind === 'companion').map(placeOf))
  const isFree = (manifest: ManifestFacts) => !stays.has(placeOf(manifest)) && !users.has(placeOf(manifest))
  const byPlace = new Map(manifests.map((manifest) => [placeOf(manifest), manifest]))
  const bySubject = Map.groupBy(manifests, ({ repository, subject }) => `${repository}@${subject ?? ''}`)
  const below = ({ repository, references, digest }: ManifestFacts): ManifestFacts[] => [
    ...references.flatMap((child) => byPlace.get(placeOf({ repository, digest: child })) ?? []),
    ...(bySubject.get(placeOf({ repository, digest })) ?? []),
  ]
  const isOld = ({ repository, pushedAt }: ManifestFacts) =>
    rules.some(
      (rule) =>
        rule.untaggedDays !== null &&
        fits(rule.repositories, repository) &&
        now.getTime() - pushedAt.getTime() >= rule.untaggedDays * DAY_MS,
    )
  const seeds = manifests.filter(
    (one) => left.has(placeOf(one)) || (isOld(one) && !companions.has(placeOf(one))),
  )
  const candidates = spread(seeds.filter(isFree), below, isFree)
  const held = spread(
    manifests.filter((one) => !candidates.has(one)),
    below,
    () => true,
  )
  return [...candidates].filter((one) => !held.has(one))
}

function mayGo(kind: JudgedTag['verdict']['kind']): boolean {
  return kind === 'goes' || kind === 'companion'
}

/** All that can be reached, the beginning with it. */
function spread(
  from: readonly ManifestFacts[],
  below: (manifest: ManifestFacts) => readonly ManifestFacts[],
  may: (manifest: ManifestFacts) => boolean,
): Set<ManifestFacts> {
  const found = new Set(from)
  // a set hands out what is added while it is walked
  for (const one of found) for (const next of below(one)) if (may(next)) found.add(next)
  return found
}
