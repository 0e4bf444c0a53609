/** Where a value is: names of fields and numbers of list entries. */
export type FieldPath = readonly (string | number)[]

/** The places of all values in a document, lists and objects before what they hold. */
export function placesIn(value: unknown, path: FieldPath = []): readonly FieldPath[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((entry, i) => [i, entry] as const)
    : Object.entries(value)
  const below = entries.flatMap(([key, entry]) => placesIn(entry, [...path, key]))
  return path.length === 0 ? below : [path, ...below]
}

/** The document with another value there; without the field when it is undefined. */
export function withValue(document: unknown, path: FieldPath, value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(document)) {
    return document.flatMap((entry: unknown, i) => {
      const changed = i === key ? withValue(entry, rest, value) : entry
      return changed === undefined ? [] : [changed]
    })
  }
  const object = Object(document) as Readonly<Record<string, unknown>> // a field of something that holds fields
  return { ...object, [key]: withValue(object[key], rest, value) }
}

/** As errors write it: `process.args[0]`. */
export function formatPath(path: FieldPath): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .slice(1)
}

/** The field itself, whichever entry of a list it is in: `process.args[]`. */
export function fieldName(path: FieldPath): string {
  return formatPath(path).replaceAll(/\[\d+\]/g, '[]')
}
