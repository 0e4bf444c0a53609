const SMALL_YOUNG = '--max-semi-space-size=1'

/** Flags of V8 for processes that mostly wait: a small young generation, and code that is compiled for size. */
export const LEAN = [SMALL_YOUNG, '--optimize-for-size'] as const

/** For control, which answers many small requests: with code for size each takes a third more of the processor. */
export const QUICK = [SMALL_YOUNG] as const
