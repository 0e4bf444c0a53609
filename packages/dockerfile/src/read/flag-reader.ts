import { closest } from './closest.ts'
import { refuse } from './refuse.ts'
import type { Statement } from './statement.ts'

/** The flags of one statement; all that it may have are named when it is made. */
export type FlagReader = {
  readonly text: (name: string) => string | null
  readonly all: (name: string) => readonly { readonly value: string; readonly at: number }[]
  /** undefined when it is not given */
  readonly flag: (name: string) => boolean | undefined
}

/** Errors, all dockerfile.invalid: an unknown flag, one that is given twice but not in `repeated`, one without its value. */
export function readFlags(
  statement: Statement,
  known: {
    readonly texts?: readonly string[]
    readonly repeated?: readonly string[]
    readonly switches?: readonly string[]
  },
): FlagReader {
  const { texts = [], repeated = [], switches = [] } = known
  const names = [...texts, ...repeated, ...switches]
  const seen = new Set<string>()
  for (const { name, value, at } of statement.flags) {
    const place = statement.placeAt(at)
    if (!names.includes(name))
      throw refuse(
        place,
        `${statement.keyword.toUpperCase()} has no flag --${name}${closest(name, names, '--')}`,
      )
    if (seen.has(name) && !repeated.includes(name)) throw refuse(place, `--${name} is given twice`)
    if (switches.includes(name) ? !isSwitch(value) : value === null)
      throw refuse(place, switches.includes(name) ? `--${name} is true or false` : `--${name} has no value`)
    seen.add(name)
  }
  const all = (name: string) =>
    statement.flags.flatMap((flag) => (flag.name === name ? [{ value: flag.value ?? '', at: flag.at }] : []))
  return {
    all,
    text: (name) => all(name)[0]?.value ?? null,
    flag: (name) => (seen.has(name) ? all(name)[0]?.value !== 'false' : undefined),
  }
}

function isSwitch(value: string | null): boolean {
  return value === null || value === 'true' || value === 'false'
}
