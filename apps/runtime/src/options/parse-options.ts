import { BerthError } from '@berth/core'

/** What an option takes: nothing, one text, several, or a whole number. */
type OptionKind = 'flag' | 'text' | 'texts' | 'number'

/** Options of one command by name, each with its kind and perhaps a letter. */
export type OptionTable = Readonly<Record<string, OptionKind | readonly [OptionKind, string]>>

type ValueOf<Kind> = {
  readonly flag: boolean
  readonly text: string | undefined
  readonly texts: readonly string[]
  readonly number: number | undefined
}[Kind extends readonly [infer First extends OptionKind, string] ? First : Kind & OptionKind]

export type OptionValues<Table extends OptionTable> = { readonly [Name in keyof Table]: ValueOf<Table[Name]> }

export type Parsed<Table extends OptionTable> = {
  readonly options: OptionValues<Table>
  /** what is no option, in order */
  readonly rest: readonly string[]
}

/**
 * `--name value`, `--name=value`, `-n value`, `--flag`, `--flag=false`; `--` ends them. Without `interspersed` the first
 * word that is no option ends them, too: the rest is another program's. Error: input.invalid.
 */
export function parseOptions<const Table extends OptionTable>(
  table: Table,
  argv: readonly string[],
  { interspersed }: { readonly interspersed: boolean },
): Parsed<Table> {
  const values = new Map<string, boolean | number | string | readonly string[]>()
  const rest: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    if (word === '--' || ((!word.startsWith('-') || word === '-') && !interspersed)) {
      return { options: complete(table, values), rest: [...rest, ...argv.slice(word === '--' ? at + 1 : at)] }
    }
    if (!word.startsWith('-') || word === '-') {
      rest.push(word)
      continue
    }
    const { name, kind, inline } = findOption(table, word)
    if (kind === 'flag') values.set(name, inline === undefined || readFlag(name, inline))
    else {
      const value = inline ?? argv[++at]
      if (value === undefined) throw usage(`option ${word} needs a value`)
      if (kind === 'number') values.set(name, readNumber(name, value))
      else if (kind === 'text') values.set(name, value)
      else values.set(name, [...asList(values.get(name)), value])
    }
  }
  return { options: complete(table, values), rest }
}

function findOption(table: OptionTable, word: string): { name: string; kind: OptionKind; inline?: string } {
  const [, dashes = '', key = '', inline] = /^(--?)([^=]+)(?:=(.*))?$/s.exec(word) ?? []
  for (const [name, entry] of Object.entries(table)) {
    const [kind, letter] = typeof entry === 'string' ? [entry, undefined] : entry
    if (key === name || (dashes === '-' && key === letter)) {
      return { name, kind, ...(inline === undefined ? {} : { inline }) }
    }
  }
  throw usage(`unknown option ${word}`)
}

function readFlag(name: string, value: string): boolean {
  if (value === 'true' || value === '1') return true
  if (value === 'false' || value === '0') return false
  throw usage(`option --${name} is true or false, not "${value}"`)
}

function readNumber(name: string, value: string): number {
  if (/^-?\d+$/.test(value) && Number.isSafeInteger(Number(value))) return Number(value)
  throw usage(`option --${name} needs a whole number, not "${value}"`)
}

function asList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value : []
}

function complete<Table extends OptionTable>(
  table: Table,
  values: ReadonlyMap<string, unknown>,
): OptionValues<Table> {
  const entries = Object.entries(table).map(([name, entry]) => {
    const kind = typeof entry === 'string' ? entry : entry[0]
    return [name, values.get(name) ?? (kind === 'flag' ? false : kind === 'texts' ? [] : undefined)]
  })
  return Object.fromEntries(entries) as OptionValues<Table> // the kinds of the table say what each holds
}

function usage(message: string): BerthError {
  return new BerthError('input.invalid', message)
}
