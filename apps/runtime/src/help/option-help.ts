import type { OptionTable } from '../options/parse-options.ts'

/** What an option is for; one that takes a value names it first: `['DIR', 'folder of the bundle']`. */
export type OptionHelp = string | readonly [value: string, text: string]

export type CommandHelp = {
  /** what stands behind the options */
  readonly words: string
  /** one sentence */
  readonly does: string
  readonly table: OptionTable
  readonly options: Readonly<Record<string, OptionHelp>>
}

/** Help with every option of the table, and no other. */
export function commandHelp<const Table extends OptionTable>(
  help: CommandHelp & { readonly table: Table; readonly options: Readonly<Record<keyof Table, OptionHelp>> },
): CommandHelp {
  return help
}

/** One line for each option. */
export function formatOptions({ table, options }: Pick<CommandHelp, 'table' | 'options'>): readonly string[] {
  const rows = Object.entries(options).map(([name, help]) => {
    const entry = table[name]
    const letter = typeof entry === 'object' ? `-${entry[1]}, ` : '    '
    const [value, text] = typeof help === 'string' ? ['', help] : [` ${help[0]}`, help[1]]
    return { name: `${letter}--${name}${value}`, text }
  })
  const width = Math.max(0, ...rows.map(({ name }) => name.length))
  return rows.map(({ name, text }) => `  ${name.padEnd(width)}  ${text}`)
}
