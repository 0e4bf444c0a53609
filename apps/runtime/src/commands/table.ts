import { BerthError } from '@berth/core'

/** Rows in columns, as wide as what is in them. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd((widths[column] ?? 0) + 3))
        .join('')
        .trimEnd(),
    )
    .join('\n')
}

/** Error: input.invalid. */
export function wantsJson(format: string | undefined): boolean {
  if (format === undefined || format === 'table') return false
  if (format === 'json') return true
  throw new BerthError('input.invalid', `--format is table or json, not "${format}"`)
}
