import type { Place } from '../ast/place.ts'
import { refuse } from '../read/refuse.ts'

/** Nanoseconds of each unit, as Go's durations have them. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}

/** `1m30s`, `0.5s`: nanoseconds, 0 for `0`; below a millisecond it is refused, as Docker does. */
export function readDuration(text: string, name: string, place: Place): number {
  const parts = [...text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)]
  if (text !== '0' && (parts.length === 0 || parts.map(([part]) => part).join('') !== text))
    throw refuse(place, `${name} is a time such as 30s or 1m30s, not "${text}"`)
  const sum = parts.reduce((all, [, digits, unit = '']) => all + Number(digits) * (UNITS[unit] ?? 0), 0)
  if (sum > 0 && sum < 1e6) throw refuse(place, `${name} is at least 1ms`)
  return Math.round(sum)
}
