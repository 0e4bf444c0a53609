import type { Numbered } from './read-syscalls.ts'
import type { Table } from './tables.ts'

const WIDTH = 108

/** A TypeScript file with the table as `name number` pairs. */
export function tableSource(table: Table, version: string, numbers: readonly Numbered[]): string {
  return [
    `/** System call numbers of ${table.title}, as \`name number\` pairs; headers ${version}. By infra/syscalls. */`,
    `export const ${table.name.toUpperCase()}_NUMBERS = \``,
    ...wrap(numbers.map(([name, number]) => `${name} ${number}`)),
    '`',
    '',
  ].join('\n')
}

function wrap(pairs: readonly string[]): string[] {
  const lines: string[] = []
  for (const pair of pairs) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + 1 + pair.length <= WIDTH)
      lines[lines.length - 1] = `${line} ${pair}`
    else lines.push(`  ${pair}`)
  }
  return lines
}
