const MIN_LENGTH = 8
const STAR = 0x2a
const BACKSLASH = 0x5c
const LETTER_U = 0x75
/** `\u001b` */
const LONGEST_ESCAPE = 6

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
      for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) {
        if (!isWithinEscape(bytes, at)) bytes.fill(STAR, at, at + needle.length)
      }
    }
    return bytes
  }
}

/** In `\tabcdefgh` a line holds a tab and `abcdefgh`, not `tabcdefgh`; stars from the `t` on would be no JSON any more. */
function isWithinEscape(bytes: Uint8Array, at: number): boolean {
  const back =
    bytes
      .subarray(Math.max(0, at - LONGEST_ESCAPE), at)
      .toReversed()
      .indexOf(BACKSLASH) + 1
  if (back === 0) return false
  const nearest = at - back
  let first = nearest
  while (bytes[first - 1] === BACKSLASH) first--
  if ((nearest - first) % 2 === 1) return false // each is escaped by the one before it
  return back < (bytes[nearest + 1] === LETTER_U ? LONGEST_ESCAPE : 2)
}
