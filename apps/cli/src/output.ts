import { explainError } from './session/explain-error.ts'

/** Results go to stdout, words about them to stderr. */
export function printResult(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function say(text: string): void {
  process.stderr.write(`${withoutControl(text)}\n`)
}

/** Names and last lines are written by others, whose escape sequences are not for this terminal. */
export function withoutControl(text: string): string {
  return text.replaceAll(/(?![\n\t])\p{Cc}/gu, '\u{fffd}')
}

export function printJson(value: unknown): void {
  printResult(JSON.stringify(value))
}

/** Columns as wide as their longest cell, two blanks between them; the first row is the head. */
export function formatTable(given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map(withoutControl))
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** One line for anything that was thrown; what was not foreseen tells its own message. */
export function messageOf(error: unknown): string {
  const known = explainError(error)
  return known instanceof Error ? known.message : String(known)
}
