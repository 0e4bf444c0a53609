const LONGEST = 32

/** ` (did you mean X?)` when one of the names is at most two letters away; else an empty text. */
export function closest(word: string, names: readonly string[], prefix = ''): string {
  if (word.length > LONGEST) return ''
  const [best] = names
    .map((name) => ({ name, distance: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter((each) => each.distance <= Math.min(2, Math.floor(each.name.length / 2)))
    .toSorted((a, b) => a.distance - b.distance)
  return best ? ` (did you mean ${prefix}${best.name}?)` : ''
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, char] of Array.from(a).entries()) {
    const next = [i + 1]
    for (const [j, other] of Array.from(b).entries())
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (char === other ? 0 : 1)))
    row = next
  }
  return row.at(-1) ?? 0
}
