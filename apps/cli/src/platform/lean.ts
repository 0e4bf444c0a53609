/** Flags of V8 for processes that mostly wait: a small young generation, and code that is compiled for size. */
export const LEAN = ['--max-semi-space-size=1', '--optimize-for-size'] as const
