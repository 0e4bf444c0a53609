/** Percent of a disk that are used when somebody is told, and again. */
export type FullLevel = 0 | 80 | 95

/** What is told once is told again only when so many percent became free meanwhile. */
const SLACK = 5

/** Pure: the level of a disk that was at `before`. One that grows past it is to be told. */
export function fullLevel(before: number, used: bigint, most: bigint): FullLevel {
  if (most <= 0n) return 0
  const percent = Number((used * 100n) / most)
  const isAt = (level: number) => percent >= (before >= level ? level - SLACK : level)
  if (isAt(95)) return 95
  return isAt(80) ? 80 : 0
}
