import type { LogStore } from '@berth/logstore'

const LINES = 20
const LONGEST = 2000

/** The end of a container's log, to be shown where somebody asks why it ended; empty when there is none. */
export async function lastLines(logs: LogStore, directory: string): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of logs.read(directory, { tail: LINES, follow: false })) {
    lines.push(line.text.slice(0, LONGEST))
  }
  return lines.slice(-LINES)
}
