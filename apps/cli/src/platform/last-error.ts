/**
 * What the log of a process (lines of pino) says went wrong last, since a moment; undefined when it says nothing of the
 * kind.
 */
export function lastError(log: string, since: Date): string | undefined {
  return log
    .trimEnd()
    .split('\n')
    .slice(-MOST_LINES)
    .map(readLine)
    .findLast((line) => isTold(line, since))?.text
}

const MOST_LINES = 2000
const ERROR = 50
const LONGEST = 300

type Line = { readonly level: number; readonly time: number; readonly text: string }

function readLine(line: string): Line | undefined {
  try {
    const { level, time, msg, err } = Object(JSON.parse(line))
    const why = typeof err?.message === 'string' ? `: ${err.message}` : ''
    const text = `${String(msg)}${why}`.replaceAll(/\s+/g, ' ').slice(0, LONGEST)
    return { level: Number(level), time: Number(time), text }
  } catch {
    return undefined // Node's own words, or a line that is being written
  }
}

function isTold(line: Line | undefined, since: Date): boolean {
  return line !== undefined && line.level >= ERROR && line.time >= since.getTime()
}
