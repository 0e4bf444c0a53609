import type { Place } from '../ast/place.ts'

/** A Dockerfile cut into its lines, which `take` hands out one after the other. */
export type SourceLines = {
  readonly atEnd: () => boolean
  /** number of the line that `take` gives next, from 1 */
  readonly next: () => number
  /** without its line break */
  readonly take: () => string
  readonly placeAt: (line: number, column: number) => Place
}

export function sourceLines(text: string): SourceLines {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  let taken = 0
  return {
    atEnd: () => taken >= lines.length,
    next: () => taken + 1,
    take: () => lines[taken++] ?? '',
    placeAt: (line, column) => ({ line, column, text: lines[line - 1] ?? '' }),
  }
}
