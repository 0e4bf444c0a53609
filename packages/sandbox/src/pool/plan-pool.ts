/** How a lab of a course is kept warm. */
export type PoolModel = {
  readonly reserved: number
  readonly initial: number
  readonly warmFrom: Date | null
  readonly warmUntil: Date | null
  readonly capacity: number | null
  /** students can start it now, or soon */
  readonly isOpen: boolean
  /** the version that new ones start with; null: none is ready */
  readonly versionId: string | null
}

/** One without an owner, whatever it is at. */
export type PoolSpare = { readonly id: string; readonly versionId: string; readonly createdAt: Date }

export type PoolPlan = { readonly make: number; readonly end: readonly string[] }

/** Spares that are made at one look: the next look makes more. */
const MOST_AT_ONCE = 20

/** How many spares are made, and which go: those that are too many, and those of a version that is not started any more. */
export function planPool(
  lab: PoolModel,
  around: {
    readonly now: Date
    readonly spares: readonly PoolSpare[]
    /** with an owner, at work or waiting */
    readonly owned: number
    /** claimed since the warm-up began: the first wave is not made twice */
    readonly claimed: number
  },
): PoolPlan {
  const { spares, owned } = around
  const current = spares.filter(({ versionId }) => versionId === lab.versionId)
  const old = spares.filter(({ versionId }) => versionId !== lab.versionId)
  const room = Math.max(0, (lab.capacity ?? Infinity) - owned)
  const wanted = Math.min(wantedSpares(lab, around), room)
  const surplus = current.toSorted(youngestFirst).slice(0, Math.max(0, current.length - wanted))
  return {
    make: Math.min(MOST_AT_ONCE, Math.max(0, wanted - current.length)),
    end: [...old, ...surplus].map(({ id }) => id),
  }
}

function wantedSpares(
  { isOpen, versionId, reserved, initial, warmFrom, warmUntil }: PoolModel,
  { now, claimed }: { readonly now: Date; readonly claimed: number },
): number {
  if (!isOpen || versionId === null) return 0
  const isWarm = warmFrom !== null && warmFrom <= now && (warmUntil === null || now < warmUntil)
  return isWarm ? Math.max(reserved, initial - claimed) : reserved
}

/** The oldest are the most likely to be ready. */
function youngestFirst(a: PoolSpare, b: PoolSpare): number {
  return b.createdAt.getTime() - a.createdAt.getTime()
}
