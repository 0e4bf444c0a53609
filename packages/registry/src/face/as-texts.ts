/** A column that holds what was checked when it was written: names and texts. */
export function asTexts(value: unknown): Record<string, string> {
  const pairs = Object.entries(Object(value)).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  )
  return Object.fromEntries(pairs)
}
