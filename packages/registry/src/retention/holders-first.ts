/** A manifest, as far as it holds others: `references` it needs, `subject` it speaks of. */
type Holder = {
  readonly digest: string
  readonly references: readonly string[]
  readonly subject: string | null
}

/**
 * Of one repository's manifests: what holds others before what it holds, so that they can be deleted some at a time. A
 * digest cannot name itself, so nothing goes in circles.
 */
export function holdersFirst<T extends Holder>(manifests: readonly T[]): T[] {
  const byDigest = new Map(manifests.map((one) => [one.digest, one]))
  const below = ({ references, subject }: T) =>
    [...new Set([...references, ...(subject === null ? [] : [subject])])].flatMap(
      (digest) => byDigest.get(digest) ?? [],
    )
  const held = new Map<T, number>()
  for (const one of manifests) for (const next of below(one)) held.set(next, (held.get(next) ?? 0) + 1)
  const ordered = manifests.filter((one) => !held.has(one))
  // the list grows while it is walked
  for (const one of ordered)
    for (const next of below(one)) {
      const left = (held.get(next) ?? 0) - 1
      held.set(next, left)
      if (left === 0) ordered.push(next)
    }
  return ordered
}
