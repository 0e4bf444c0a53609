import { Prisma } from './generated/client.ts'

/** A column as `information_schema.columns` tells it; `needed`: a new row must name it. */
export type PresentColumn = { readonly table: string; readonly column: string; readonly needed: boolean }

/** What this release reads and writes: columns by table. */
export function schemaColumns(): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.keys(Prisma.ModelName).map((model) => [model, columnsOf(model)]))
}

function columnsOf(model: string): readonly string[] {
  const fields: unknown = Reflect.get(Prisma, `${model}ScalarFieldEnum`)
  return Object.keys(Object(fields))
}

/** What makes a database unfit for this release, in words; undefined when every row can be read and written. */
export function schemaMismatch(
  expected: ReadonlyMap<string, readonly string[]>,
  present: readonly PresentColumn[],
): string | undefined {
  const there = new Set(present.map(({ table, column }) => `${table}.${column}`))
  const wanted = [...expected].flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`))
  const missing = wanted.filter((name) => !there.has(name))
  if (missing.length > 0) return `it lacks ${some(missing)}`
  const unknown = present
    .filter(({ table, column, needed }) => needed && expected.get(table)?.includes(column) === false)
    .map(({ table, column }) => `${table}.${column}`)
  return unknown.length > 0 ? `it wants ${some(unknown)}, which this release does not know` : undefined
}

function some(names: readonly string[]): string {
  const more = names.length - 3
  return names.slice(0, 3).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
