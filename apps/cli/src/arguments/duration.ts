import { parseDuration } from './moment.ts'
import { UsageError } from './usage-error.ts'

/** `30s`, `10m`, `2h`, `1d` → milliseconds. Error: UsageError, which names the option. */
export function parseTimeLimit(option: string, text: string): number {
  const ms = parseDuration(text)
  if (ms !== undefined && ms > 0) return ms
  throw new UsageError(`${option} ${text} is no time: write 30s, 10m or 2h`)
}
