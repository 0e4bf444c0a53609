import { inOneLine } from './without-control.ts'

const GAP = '  '
const MAX_WIDTH = 100

/**
 * Columns as wide as their longest cell, two blanks between them; the first row is the head. A table that would be
 * wider than the terminal folds its widest cells at blanks; a single word is never cut, so that it can be copied.
 */
export function formatTable(given: readonly (readonly string[])[], maxWidth = MAX_WIDTH): string {
  const rows = given.map((row) => row.map(inOneLine))
  const widths = fitWidths(rows, maxWidth)
  return rows.flatMap((row) => formatRow(row, widths)).join('\n')
}

/** Takes from the widest column that has blanks to fold at, until the table fits or none is left. */
function fitWidths(rows: readonly (readonly string[])[], maxWidth: number): number[] {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? ''))
  const widths = columns.map((cells) => longest(cells))
  const least = columns.map((cells) => longest(cells.flatMap((cell) => cell.split(' '))))
  const excess = () => widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - maxWidth
  while (excess() > 0) {
    const foldable = widths.map((width, column) => (width > (least[column] ?? 0) ? width : 0))
    const widest = Math.max(...foldable)
    if (widest === 0) break
    widths[foldable.indexOf(widest)] = widest - 1
  }
  return widths
}

function formatRow(row: readonly string[], widths: readonly number[]): string[] {
  const cells = widths.map((width, column) => fold(row[column] ?? '', width))
  const height = Math.max(1, ...cells.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, column) => (lines[line] ?? '').padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  )
}

/** As many words to a line as its width allows. */
function fold(text: string, width: number): string[] {
  if (text.length <= width) return [text]
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length))
}
