/** Lengths of steps and how long rows of each are kept, in seconds; each is made of the one before. */
export const STEPS = [
  { step: 10, kept: 2 * 3600 },
  { step: 60, kept: 2 * 86_400 },
  { step: 600, kept: 30 * 86_400 },
] as const

/** How often the recorder is to be asked. */
export const STEP_MS = STEPS[0].step * 1000

/** The shortest step whose rows go back so far, seconds. */
export function stepFor(span: number): number {
  return (STEPS.find(({ kept }) => span <= kept) ?? STEPS[2]).step
}
