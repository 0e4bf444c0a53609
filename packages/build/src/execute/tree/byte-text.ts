/** A text of a Dockerfile as names of files are: one character for each byte. */
export function byteText(text: string): string {
  return Buffer.from(text).toString('latin1')
}
