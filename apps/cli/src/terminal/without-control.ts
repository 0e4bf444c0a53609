/** Names and last lines are written by others, whose escape sequences are not for this terminal. */
export function withoutControl(text: string): string {
  return text.replaceAll(/(?![\n\t])\p{Cc}/gu, '\u{fffd}')
}
