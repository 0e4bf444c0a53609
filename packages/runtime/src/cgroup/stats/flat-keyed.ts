/** A file of `key number` lines. */
export function flatKeyed(text: string): Readonly<Record<string, number>> {
  const pairs = text.split('\n').map((line) => line.split(' '))
  return Object.fromEntries(pairs.flatMap(([key, value]) => (key && value ? [[key, Number(value)]] : [])))
}

/** A file of one number; `max` and nothing are 0, as runc has it. */
export function single(text: string): number {
  const number = Number(text.trim())
  return Number.isFinite(number) ? number : 0
}
