import { z } from 'zod'

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** `45s`, `90m`, `2h`, `7d`, `2w` → seconds, within bounds that are written in the same way. */
export function durationField(least: string, most: string) {
  return z
    .string()
    .regex(/^\d{1,5}[smhdw]$/, 'write it as 45s, 90m, 2h or 7d')
    .transform(secondsOf)
    .refine(
      (seconds) => seconds >= secondsOf(least) && seconds <= secondsOf(most),
      `give ${least} to ${most}`,
    )
}

function secondsOf(text: string): number {
  return Number(text.slice(0, -1)) * (SECONDS[text.slice(-1)] ?? 0)
}
