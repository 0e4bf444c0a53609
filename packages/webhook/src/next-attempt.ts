const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000]

/** Waits between attempts: about a day in all. */
const WAITS = [
  ...[5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 10 * HOUR],
]

const GONE = 410

export type Outcome =
  | { readonly kind: 'answered'; readonly status: number }
  /** `error`: the code of what kept it from being answered */
  | { readonly kind: 'failed'; readonly error: string }

export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'again'; readonly at: Date }
  | { readonly kind: 'given-up' }

/**
 * What becomes of a delivery after its `attempts`th try. `random` in [0, 1): waits differ by a fifth, so that what
 * failed together does not come back together.
 */
export function afterAttempt(
  attempts: number,
  outcome: Outcome,
  at: { readonly now: Date; readonly random: number },
): Verdict {
  if (outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300)
    return { kind: 'delivered' }
  const wait = WAITS[attempts - 1]
  const isGone = outcome.kind === 'answered' && outcome.status === GONE
  if (wait === undefined || isGone) return { kind: 'given-up' }
  return { kind: 'again', at: new Date(at.now.getTime() + wait * (0.8 + 0.4 * at.random)) }
}
