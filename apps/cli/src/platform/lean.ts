/** Flags of V8 for processes that mostly wait: a small young generation, and code that is compiled for size. */
export const LEAN = ['--max-semi-space-size=1', '--optimize-for-size'] as const

/** For web and lessons: a page or a class leaves much behind at once, and for size all of it is collected each second. */
export const BURSTS = ['--max-semi-space-size=16'] as const

/** For control, which answers many small requests: with code for size each takes a third more of the processor. */
export const QUICK = ['--max-semi-space-size=4'] as const
