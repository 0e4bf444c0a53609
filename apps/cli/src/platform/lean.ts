const FOR_SIZE = '--optimize-for-size'
/** With a young generation of 1 MiB a page takes half as much again of the processor, all of it for collecting. */
const ROOMY = '--max-semi-space-size=4'

/** Flags of V8 for processes that mostly wait: a small young generation, and code that is compiled for size. */
export const LEAN = ['--max-semi-space-size=1', FOR_SIZE] as const

/** For web: a page leaves much behind at once. */
export const PAGES = [ROOMY, FOR_SIZE] as const

/** For lessons: a class comes at once, and leaves a quarter of the time to collecting with a small young generation. */
export const BURSTS = ['--max-semi-space-size=16'] as const

/** For control, which answers many small requests: with code for size each takes a third more of the processor. */
export const QUICK = [ROOMY] as const
