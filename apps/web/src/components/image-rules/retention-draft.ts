export const KEEPS = ['keepLast', 'keepPushedDays', 'keepPulledDays', 'untaggedDays'] as const
export type KeepsText = Readonly<Record<(typeof KEEPS)[number], string>>
type Keeps = Record<(typeof KEEPS)[number], number | null>

/** The counts as they were typed; undefined while one cannot be read, or none is there. */
export function readKeeps(text: KeepsText): Keeps | undefined {
  const read = (name: (typeof KEEPS)[number]) => (text[name].trim() === '' ? null : Number(text[name]))
  const keeps: Keeps = {
    keepLast: read('keepLast'),
    keepPushedDays: read('keepPushedDays'),
    keepPulledDays: read('keepPulledDays'),
    untaggedDays: read('untaggedDays'),
  }
  const values = Object.values(keeps).filter((value) => value !== null)
  return values.length > 0 && values.every((value) => Number.isInteger(value) && value >= 1)
    ? keeps
    : undefined
}
