/** Names and last lines are written by others, whose escape sequences are not for this terminal. */
export function withoutControl(text: string): string {
  return text.replaceAll(/(?![\n\t])\p{Cc}/gu, '\u{fffd}')
}

/** The same for a name that stands in a line with others: one with a line break in it would forge lines of ours. */
export function inOneLine(text: string): string {
  return withoutControl(text).replaceAll(/[\n\t\u{2028}\u{2029}]/gu, '\u{fffd}')
}
