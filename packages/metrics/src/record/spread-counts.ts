import type { Counts } from '../counts.ts'

/** Parts of counts, as even as whole numbers are; together they are what they were. */
export function spreadCounts(
  requests: ReadonlyMap<string, Counts>,
  parts: number,
): readonly ReadonlyMap<string, Counts>[] {
  const upTo = (value: number, part: number) => Math.floor((value * part) / parts)
  return Array.from(
    { length: parts },
    (_, part) =>
      new Map(
        [...requests].map(([app, counts]) => [
          app,
          counts.map((value) => upTo(value, part + 1) - upTo(value, part)),
        ]),
      ),
  )
}
