import { plainText } from './ansi.ts'
import type { BufferedLine } from './log-buffer.ts'

/** The lines of one instance (or of all), and the positions among them whose text contains the search. */
export function findLines(
  lines: readonly BufferedLine[],
  wanted: { containerId: string; search: string; onlyMatches: boolean },
): { shown: readonly BufferedLine[]; matches: readonly number[] } {
  const own =
    wanted.containerId === '' ? lines : lines.filter((line) => line.containerId === wanted.containerId)
  const needle = wanted.search.toLowerCase()
  if (needle === '') return { shown: own, matches: [] }
  const contains = (line: BufferedLine) => plainText(line.text).toLowerCase().includes(needle)
  if (wanted.onlyMatches) {
    const shown = own.filter(contains)
    return { shown, matches: shown.map((_, i) => i) }
  }
  return { shown: own, matches: own.flatMap((line, i) => (contains(line) ? [i] : [])) }
}
