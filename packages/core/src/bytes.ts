const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** `536870912` → `512 MiB`; at most one decimal. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${Number(value.toFixed(1))} ${UNITS[unit] ?? 'TiB'}`
}

const FACTOR: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
}

/** `256M`, `1.5g`, `512MiB`, `1024` → bytes; undefined when it is none of these. Units are binary, as in Docker. */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?$/i.exec(text.trim())
  if (!match) return undefined
  const factor = FACTOR[(match[2] ?? '').toLowerCase()]
  return factor === undefined ? undefined : Math.round(Number(match[1]) * factor)
}
