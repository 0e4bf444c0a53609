const MIN_LENGTH = 8
const STAR = 0x2a

/**
 * Makes a function that hides an app's secret values in the JSON of its log lines. Every byte becomes a star, so that
 * a frame keeps its length and both ends go on counting the same bytes. Values shorter than 8 characters are left:
 * they would hide ordinary words.
 */
export function createByteMask(values: readonly string[]): (payload: Uint8Array) => Uint8Array {
  const needles = values
    .flatMap((value) => value.split('\n')) // a key of several lines is logged line by line
    .filter((value) => value.length >= MIN_LENGTH)
    .toSorted((a, b) => b.length - a.length) // one may be part of another
    .map((value) => Buffer.from(JSON.stringify(value).slice(1, -1)))
  if (needles.length === 0) return (payload) => payload
  return (payload) => {
    const bytes = Buffer.from(payload)
    for (const needle of needles) {
      for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + needle.length)) {
        bytes.fill(STAR, at, at + needle.length)
      }
    }
    return bytes
  }
}
