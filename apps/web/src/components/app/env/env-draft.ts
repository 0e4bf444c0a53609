/** One line of the table. `id` stays while the name is being typed. */
export type EnvRow = { readonly id: number; readonly name: string; readonly value: string }

export type EnvChange = { readonly set: Readonly<Record<string, string>>; readonly unset: readonly string[] }

export function rowsOf(env: Readonly<Record<string, string>>): EnvRow[] {
  return Object.keys(env)
    .toSorted()
    .map((name, id) => ({ id, name, value: env[name] ?? '' }))
}

/** What an edited table changes; rows without a name count for nothing. */
export function changeOf(before: Readonly<Record<string, string>>, rows: readonly EnvRow[]): EnvChange {
  const after = Object.fromEntries(rows.filter((row) => row.name !== '').map((row) => [row.name, row.value]))
  const set = Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value))
  return { set, unset: Object.keys(before).filter((name) => !(name in after)) }
}

/** Pasted values over what is there: known names change in place, new ones follow. */
export function mergeInto(rows: readonly EnvRow[], values: Readonly<Record<string, string>>): EnvRow[] {
  const changed = rows.map((row) => ({ ...row, value: values[row.name] ?? row.value }))
  const known = new Set(rows.map((row) => row.name))
  const first = nextId(rows)
  const added = Object.entries(values).filter(([name]) => !known.has(name))
  return [...changed, ...added.map(([name, value], i) => ({ id: first + i, name, value }))]
}

export function nextId(rows: readonly EnvRow[]): number {
  return Math.max(-1, ...rows.map((row) => row.id)) + 1
}

export type RowProblem = 'name' | 'duplicate'

export function problemOf(row: EnvRow, rows: readonly EnvRow[]): RowProblem | null {
  if (row.name === '') return row.value === '' ? null : 'name'
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(row.name)) return 'name'
  return rows.some((other) => other.name === row.name && other.id !== row.id) ? 'duplicate' : null
}
