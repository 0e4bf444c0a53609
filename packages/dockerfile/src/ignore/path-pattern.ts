import { BerthError } from '@berth/core'
import type { Work } from '../expand/work.ts'
import { anyChar, exactly, type Glob, type GlobToken, globEnds, matchesGlob, notSlash } from '../glob/glob.ts'

/** A pattern over whole paths: `*`, `?`, `[a-z]`, `[^a]`, `\x` within a part, `**` over parts. */
export type PathPattern = {
  readonly text: string
  /** null: it has no wildcard, and is the path itself */
  readonly glob: Glob | null
}

const LONGEST = 1024

/** Error: dockerfile.invalid. */
export function pathPattern(text: string): PathPattern {
  if (text.length > LONGEST)
    throw new BerthError('dockerfile.invalid', `a pattern of paths is at most ${LONGEST} characters long`)
  return { text, glob: hasWildcards(text) ? globOf(text) : null }
}

/** `work`: what all paths together may cost. Error: dockerfile.invalid, when it is used up. */
export function matchesPattern(pattern: PathPattern, path: string, work?: Work): boolean {
  if (pattern.glob === null) return pattern.text === path
  return matchesGlob(pattern.glob, path, (steps) => {
    if (work && (work.left -= steps) < 0) throw tooSlow()
  })
}

export function tooSlow(): BerthError {
  return new BerthError('dockerfile.invalid', 'the patterns of paths are too many, or too slow')
}

/** Whether the pattern matches the path, or a folder above it; one walk for all of them. */
export function matchesAbove(pattern: PathPattern, path: string, spend: (steps: number) => void): boolean {
  if (pattern.glob === null) return path === pattern.text || path.startsWith(`${pattern.text}/`)
  const chars = Array.from(path)
  return globEnds(pattern.glob, chars, { spend }).some((end) => end === chars.length || chars[end] === '/')
}

/** Whether a path means more than itself; an escape counts, because it has to be taken off. */
export function hasWildcards(text: string): boolean {
  return /[*?[\\]/.test(text)
}

function globOf(text: string): Glob {
  const tokens: GlobToken[] = []
  let at = 0
  while (at < text.length) {
    const rest = text.slice(at)
    const [piece] = /^(\*\*\/|\*\*|\*|\?|\[\^?(?:\\.|[^\]\\])+\]|\\.|[^[\\])/su.exec(rest) ?? []
    if (piece === undefined) throw new BerthError('dockerfile.invalid', `"${text}" is not a pattern of paths`)
    tokens.push(...tokensOf(piece))
    at += piece.length
  }
  return tokens
}

function tokensOf(piece: string): GlobToken[] {
  if (piece === '**/') return [{ kind: 'deep' }, { kind: 'inside' }]
  if (piece === '**') return [{ kind: 'many', accepts: anyChar }]
  if (piece === '*') return [{ kind: 'many', accepts: notSlash }]
  if (piece === '?') return [{ kind: 'one', accepts: notSlash }]
  if (piece.startsWith('[') && piece.length > 1) return [{ kind: 'one', accepts: setOf(piece.slice(1, -1)) }]
  return [{ kind: 'one', accepts: exactly(piece.startsWith('\\') ? piece.slice(1) : piece) }]
}

/** `a-z_`, `^0-9`: which characters a set has. */
function setOf(text: string): (char: string) => boolean {
  const isNegated = text.startsWith('^')
  const chars = [...(isNegated ? text.slice(1) : text).matchAll(/\\(.)|(.)/gsu)].map(
    ([, escaped, plain]) => ({
      char: escaped ?? plain ?? '',
      isDash: plain === '-',
    }),
  )
  const ranges: { from: string; to: string }[] = []
  for (let at = 0; at < chars.length; at++) {
    const from = chars[at]?.char ?? ''
    const to = chars[at + 1]?.isDash ? chars[at + 2]?.char : undefined
    ranges.push({ from, to: to ?? from })
    if (to !== undefined) at += 2
  }
  return (char) => char !== '/' && ranges.some(({ from, to }) => from <= char && char <= to) !== isNegated
}
