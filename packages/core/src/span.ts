const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** Seconds in the largest unit that needs no fraction: `30 minutes`, `1 day`, `90 seconds`. */
export function formatSpan(seconds: number): string {
  const [name, size] = UNITS.find(([, length]) => seconds >= length && seconds % length === 0) ?? UNITS[3]
  const count = seconds / size
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
