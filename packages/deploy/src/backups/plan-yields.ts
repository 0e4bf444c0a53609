import { MOST_AT_ONCE } from './plan-transfers.ts'

/** One that runs here: since when, what it moved, and whether it was told to give up its place. */
type Held = {
  readonly id: string
  readonly begunAt: number
  readonly moved: number
  readonly isYielding: boolean
}

export type YieldLimits = { readonly sliceMs: number; readonly bytesPerSecond: number }

/** Who others wait for has this long in peace, and then must have moved so much a second; after twice as long twice as much. */
export const YIELD: YieldLimits = { sliceMs: 10 * 60_000, bytesPerSecond: 256 * 1024 }

/**
 * Pure: which give up their places to tenants that wait and have none, the slowest first. What is as fast as lines are
 * goes on to its end; what holds a place for hours must be fast for all of them, so that it costs whoever wants to hold
 * it four times the bytes for twice the time.
 */
export function planYields(options: {
  readonly now: number
  readonly held: readonly Held[]
  /** tenants of all that run, also elsewhere */
  readonly running: readonly string[]
  /** tenants of those that could begin */
  readonly waiting: readonly string[]
  readonly limits?: YieldLimits | undefined
}): readonly string[] {
  const { now, held, running, waiting, limits = YIELD } = options
  const starving = new Set(waiting.filter((tenantId) => !running.includes(tenantId)))
  const coming = MOST_AT_ONCE - running.length + held.filter(({ isYielding }) => isYielding).length
  const pace = ({ begunAt, moved }: Held) => moved / Math.max(1, now - begunAt)
  return held
    .filter((one) => !one.isYielding && isSlow(one, now, limits))
    .toSorted((a, b) => pace(a) - pace(b))
    .slice(0, Math.max(0, starving.size - coming))
    .map(({ id }) => id)
}

function isSlow({ begunAt, moved }: Held, now: number, { sliceMs, bytesPerSecond }: YieldLimits): boolean {
  const passed = now - begunAt
  if (passed < sliceMs) return false
  return moved < (passed / 1000) * bytesPerSecond * (passed / sliceMs)
}

const REST_MS = 15 * 60_000

/** When one that gave up its place is begun anew; `attempts` counts the one that it gave up. */
export function afterYield(
  attempts: number,
  now: Date,
): { readonly notBefore: Date; readonly reason: string } {
  const notBefore = new Date(now.getTime() + REST_MS * 2 ** (attempts - 1))
  return { notBefore, reason: 'it was slow, and gave up its place to others who waited' }
}
