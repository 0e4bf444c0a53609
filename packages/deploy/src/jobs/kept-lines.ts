import type { KeptLine } from '@berth/protocol'

/** Lines of a job that are asked of its node, and kept. */
export const MOST_LINES = 5_000
const MOST_CHARACTERS = 512 * 1024

/** The newest that there is room for. */
export function boundLines(lines: readonly KeptLine[]): readonly KeptLine[] {
  let left = MOST_CHARACTERS
  const kept: KeptLine[] = []
  for (const line of lines.slice(-MOST_LINES).toReversed()) {
    left -= line.text.length
    if (left < 0) break
    // jsonb takes no NUL, and half a pair of surrogates neither
    kept.push({ ...line, text: line.text.replaceAll('\0', '').toWellFormed() })
  }
  return kept.toReversed()
}
