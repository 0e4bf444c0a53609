import type { LineCounter } from 'yaml'
import type { Place } from './problem.ts'

const MOST_TEXT = 500

export function placeOf(text: string, lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset)
  const [at, column] = line === 0 ? [1, 1] : [line, col]
  return { line: at, column, text: (text.split('\n')[at - 1] ?? '').replace(/\r$/, '').slice(0, MOST_TEXT) }
}
