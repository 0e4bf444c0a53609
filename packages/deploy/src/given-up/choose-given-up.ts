/** So many releases of an app can be rolled back to, and as many that were never live. */
export const RELEASES_KEPT = 20

export type KeptRelease = {
  readonly id: string
  readonly number: number
  /** it was live once */
  readonly worked: boolean
  /** it serves, or a deploy is to bring it live */
  readonly isNeeded: boolean
}

/** Ids of the releases that nobody can roll back to any more. What failed does not push out what worked. */
export function chooseGivenUp(releases: readonly KeptRelease[]): string[] {
  const newest = releases.toSorted((a, b) => b.number - a.number)
  const kept = new Set([
    ...newest.slice(0, RELEASES_KEPT),
    ...newest.filter(({ worked }) => worked).slice(0, RELEASES_KEPT),
    ...newest.filter(({ isNeeded }) => isNeeded),
  ])
  return newest.filter((release) => !kept.has(release)).map(({ id }) => id)
}
