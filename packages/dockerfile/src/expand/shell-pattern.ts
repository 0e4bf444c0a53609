import { anyChar, exactly, type Glob, type GlobToken, globEnds } from '../glob/glob.ts'

type Spend = (steps: number) => void

/** What is left of `value` when the shortest, or longest, beginning that matches is taken off; undefined: no pattern. */
export function trimPrefix(
  pattern: string,
  value: string,
  longest: boolean,
  spend: Spend,
): string | undefined {
  const glob = shellGlob(pattern)
  if (!glob) return undefined
  const chars = Array.from(value)
  const ends = globEnds(glob, chars, { spend })
  return chars.slice((longest ? ends.at(-1) : ends[0]) ?? 0).join('')
}

/** As `trimPrefix`, from the end: the pattern and the value are walked backwards. */
export function trimSuffix(
  pattern: string,
  value: string,
  longest: boolean,
  spend: Spend,
): string | undefined {
  const glob = shellGlob(pattern)?.toReversed()
  if (!glob) return undefined
  const chars = Array.from(value).toReversed()
  const ends = globEnds(glob, chars, { spend })
  return chars
    .slice((longest ? ends.at(-1) : ends[0]) ?? 0)
    .toReversed()
    .join('')
}

/** Replaces the first longest match, or all. */
export function replacePattern(
  change: { readonly pattern: string; readonly replacement: string; readonly all: boolean },
  value: string,
  spend: Spend,
): string | undefined {
  const glob = shellGlob(change.pattern)
  if (!glob) return undefined
  const chars = Array.from(value)
  let result = ''
  let done = false
  for (let at = 0; at <= chars.length; at++) {
    const end = done ? undefined : globEnds(glob, chars, { start: at, spend }).at(-1)
    if (end === undefined) {
      result += chars[at] ?? ''
      continue
    }
    result += change.replacement
    done = !change.all
    // a match of nothing leaves the character that it stands before
    if (end === at) result += chars[at] ?? ''
    else at = end - 1
    if (end === chars.length) break
  }
  return result
}

/** `*` any text, `?` one character, `\` before one of these or before `/` and `}`: itself. */
function shellGlob(pattern: string): Glob | undefined {
  const tokens: GlobToken[] = []
  const chars = Array.from(pattern)
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? ''
    if (char === '*') tokens.push({ kind: 'many', accepts: anyChar })
    else if (char === '?') tokens.push({ kind: 'one', accepts: anyChar })
    else if (char === '\\') {
      const next = chars[++at] ?? ''
      if (next === '' || !'*?\\/}'.includes(next)) return undefined
      tokens.push({ kind: 'one', accepts: exactly(next) })
    } else tokens.push({ kind: 'one', accepts: exactly(char) })
  }
  return tokens
}
