import { parseDuration } from '../arguments/moment.ts'
import { UsageError } from '../arguments/usage-error.ts'

/** `--timeout` has passed: exit code 124, as of timeout(1), so that it is no code of the program. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut'
}

/** the longest of a timer */
const MAX_MS = 24 * 86_400_000

/** Aborts with TimedOut after what `--timeout` says; without one, never. Error: UsageError. */
export function timeLimit(text: string | undefined, what: string): AbortSignal {
  const control = new AbortController()
  if (text === undefined) return control.signal
  const ms = parseDuration(text)
  if (ms === undefined || ms === 0 || ms > MAX_MS) {
    throw new UsageError(`--timeout ${text} is no time: write 30s, 10m or 2h, at most 24d`)
  }
  setTimeout(() => control.abort(new TimedOut(`${what} did not come within ${text}`)), ms).unref()
  return control.signal
}

/** What was aborted fails with the reason of that, whatever its own words are. */
export async function withinLimit<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}
