/** No file that people write is nested so deeply; a parser takes seconds for what only seems to be one. */
const MOST = 100

export function isTooDeep(text: string): boolean {
  let depth = 0
  for (const character of text) {
    if (character === '[' || character === '{') depth++
    if (character === ']' || character === '}') depth--
    if (depth > MOST) return true
  }
  // `- - - …` on one line
  return /(?:[-?][ \t]+){100}/.test(text)
}
