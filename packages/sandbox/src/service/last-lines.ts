/** The end of what a program printed, of so many characters at most, and fit to be kept. */
export function lastLines(output: string, most: number): string {
  return output.trimEnd().replaceAll('\0', '').slice(-most).toWellFormed()
}

/** The last line alone. */
export function lastLine(output: string, most: number): string {
  const line = output.trimEnd().split('\n').at(-1) ?? ''
  return line.replaceAll('\0', '').slice(0, most).toWellFormed()
}
