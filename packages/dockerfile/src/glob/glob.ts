/**
 * A pattern as a list of tokens, walked by all its possible states at once: a pattern with many stars takes time in
 * proportion to its length, where a regular expression could be made to try for hours.
 */
export type Glob = readonly GlobToken[]

export type GlobToken =
  /** one character */
  | { readonly kind: 'one'; readonly accepts: (char: string) => boolean }
  /** any number of such characters */
  | { readonly kind: 'many'; readonly accepts: (char: string) => boolean }
  /** nothing, or any text that ends with a slash; the token after it is `inside` */
  | { readonly kind: 'deep' }
  | { readonly kind: 'inside' }

export const anyChar = () => true
export const notSlash = (char: string) => char !== '/'
export const exactly = (wanted: string) => (char: string) => char === wanted

export function matchesGlob(glob: Glob, text: string, spend: (steps: number) => void): boolean {
  const chars = Array.from(text)
  return globEnds(glob, chars, { spend }).at(-1) === chars.length
}

/** All lengths of beginnings of `chars`, from `start` on, that the glob matches, ascending. `spend` counts the steps. */
export function globEnds(
  glob: Glob,
  chars: readonly string[],
  { start = 0, spend = () => {} }: { start?: number; spend?: (steps: number) => void } = {},
): number[] {
  const ends: number[] = []
  let states = closed(glob, new Set([0]))
  for (let at = start; at <= chars.length && states.size > 0; at++) {
    if (states.has(glob.length)) ends.push(at)
    spend(states.size)
    states = step(glob, states, chars[at])
  }
  return ends
}

function step(glob: Glob, states: ReadonlySet<number>, char: string | undefined): Set<number> {
  const next = new Set<number>()
  if (char === undefined) return next
  for (const state of states) {
    const token = glob[state]
    if (token?.kind === 'one' && token.accepts(char)) next.add(state + 1)
    else if (token?.kind === 'many' && token.accepts(char)) next.add(state)
    else if (token?.kind === 'deep') next.add(state + 1).add(char === '/' ? state + 2 : state + 1)
    else if (token?.kind === 'inside') next.add(state).add(char === '/' ? state + 1 : state)
  }
  return closed(glob, next)
}

/** With the states that are reached without a character. */
function closed(glob: Glob, states: Set<number>): Set<number> {
  for (const state of states) {
    const kind = glob[state]?.kind
    if (kind === 'many') states.add(state + 1)
    else if (kind === 'deep') states.add(state + 2)
  }
  return states
}
