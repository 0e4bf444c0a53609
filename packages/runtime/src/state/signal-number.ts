import { constants } from 'node:os'
import { BerthError } from '@berth/core'

const MAX_SIGNAL = 64

/** `SIGTERM`, `TERM`, `15`, `SIGRTMIN+3` as images write a stop signal. Error: input.invalid. */
export function signalNumber(signal: string): number {
  const name = signal.toUpperCase().replace(/^(?!SIG)/, 'SIG')
  const known: Readonly<Record<string, number>> = constants.signals
  const realtime = /^SIGRTMIN(?:\+(\d+))?$/.exec(name)
  const number = /^\d+$/.test(signal)
    ? Number(signal)
    : realtime
      ? 34 + Number(realtime[1] ?? 0)
      : known[name]
  if (number !== undefined && number >= 1 && number <= MAX_SIGNAL) return number
  throw new BerthError('input.invalid', `"${signal}" is not a signal: use a name like SIGTERM or a number`, {
    details: { signal },
  })
}
