import { parseBytes } from '@berth/core/bytes.ts'
import { type Limits, MIN_LIMITS } from '@berth/core/limits.ts'

/** Limits as they are typed: cores, `512M`, a number. */
export type LimitsText = {
  readonly cpu: string
  readonly memory: string
  readonly pids: string
  readonly disk: string
}

/** The limits, or the fields that cannot be read or are below the least that a container needs. */
export function readLimits(text: LimitsText): { limits: Limits } | { bad: readonly (keyof Limits)[] } {
  const limits = {
    cpu: Number(text.cpu),
    memory: parseBytes(text.memory) ?? Number.NaN,
    pids: Number(text.pids),
    disk: parseBytes(text.disk) ?? Number.NaN,
  }
  const bad = (Object.keys(limits) as (keyof Limits)[]).filter(
    (key) => text[key].trim() === '' || !(limits[key] >= MIN_LIMITS[key]),
  )
  if (!Number.isInteger(limits.pids) && !bad.includes('pids')) bad.push('pids')
  return bad.length > 0 ? { bad } : { limits }
}

/** `536870912` → `512M`, as the CLI writes it; what is not a whole number of MiB stays in bytes. */
export function bytesText(bytes: number): string {
  const units = [
    ['G', 1024 ** 3],
    ['M', 1024 ** 2],
    ['K', 1024],
  ] as const
  for (const [unit, size] of units) if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`
  return String(bytes)
}

export function limitsText(limits: Limits): LimitsText {
  return {
    cpu: String(limits.cpu),
    memory: bytesText(limits.memory),
    pids: String(limits.pids),
    disk: bytesText(limits.disk),
  }
}
