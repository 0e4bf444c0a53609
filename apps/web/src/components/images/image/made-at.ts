/** Zip knows no date before it, so tools that leave the date out write one of its first days, or the epoch. */
const FIRST_REAL = Date.UTC(1980, 0, 3)

/**
 * When an image says that it was made: `undated` for one that is built the same at any time (SOURCE_DATE_EPOCH), null when
 * it says nothing, or nothing that is a date.
 */
export function madeAt(text: string | null): Date | 'undated' | null {
  const time = text === null ? Number.NaN : Date.parse(text)
  if (Number.isNaN(time)) return null
  return time < FIRST_REAL ? 'undated' : new Date(time)
}
