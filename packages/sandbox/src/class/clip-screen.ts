const MOST_BYTES = 2048
const MOST_COLUMNS = 160

/** The last lines of a screen, as many as fit into a tile's 2 KiB. */
export function clipScreen(lines: readonly string[]): string[] {
  const kept: string[] = []
  let bytes = 0
  for (const line of lines.toReversed()) {
    const short = line.slice(0, MOST_COLUMNS).toWellFormed()
    bytes += Buffer.byteLength(short) + 1
    if (bytes > MOST_BYTES) break
    kept.unshift(short)
  }
  return kept
}
