/** Shorter values would hide ordinary words. */
const MIN_BYTES = 8
const STAR = 0x2a

/**
 * Puts stars in place of secret values, byte by byte, so that all counts stay as they were. Values of several lines
 * are hidden line by line, as a program prints them.
 */
export function hideSecrets(bytes: Uint8Array, values: readonly string[]): Buffer {
  const hidden = Buffer.from(bytes)
  for (const needle of needlesOf(values)) {
    for (let at = hidden.indexOf(needle); at !== -1; at = hidden.indexOf(needle, at + needle.length)) {
      hidden.fill(STAR, at, at + needle.length)
    }
  }
  return hidden
}

/** How many bytes of a piece may be the begin of a value that goes on in the next one. */
export function longestSecret(values: readonly string[]): number {
  return needlesOf(values)[0]?.length ?? 0
}

/** The longest first: one may be part of another. */
function needlesOf(values: readonly string[]): Buffer[] {
  return values
    .flatMap((value) => value.split('\n'))
    .map((line) => Buffer.from(line.trim()))
    .filter((line) => line.length >= MIN_BYTES)
    .toSorted((a, b) => b.length - a.length)
}
