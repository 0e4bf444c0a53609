const MIN_LENGTH = 8
const MASK = '••••••••'

/** Hides values that the app keeps secret where its own output repeats them; shorter ones would hide ordinary words. */
export function maskSecrets(lines: readonly string[], values: readonly string[]): string[] {
  // the longest first, because one may be part of another
  const secret = values.filter((value) => value.length >= MIN_LENGTH).toSorted((a, b) => b.length - a.length)
  return lines.map((line) => secret.reduce((text, value) => text.replaceAll(value, MASK), line))
}
