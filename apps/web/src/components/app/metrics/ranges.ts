/** Spans that the page offers, in seconds. */
export const RANGES = {
  hour: 3600,
  hours6: 6 * 3600,
  day: 86_400,
  week: 7 * 86_400,
  month: 30 * 86_400,
} as const

export type Range = keyof typeof RANGES

export const RANGE_NAMES = ['hour', 'hours6', 'day', 'week', 'month'] as const satisfies readonly Range[]
