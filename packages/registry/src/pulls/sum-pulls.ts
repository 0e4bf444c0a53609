import type { CountedPull } from './pull.ts'

/** By the key of a row. */
export type Sums = ReadonlyMap<string, { readonly count: number; readonly lastAt: Date }>

export type PullSums = {
  readonly pulls: readonly CountedPull[]
  readonly byRepository: Sums
  /** keys are `repository digest` and `repository tag` */
  readonly byManifest: Sums
  readonly byTag: Sums
}

/** What to add to which row. In one order always, so that two writers never wait for each other. */
export function sumPulls(pulls: readonly CountedPull[]): PullSums {
  const tagged = pulls.filter(({ tag }) => tag !== null)
  return {
    pulls,
    byRepository: sumBy(pulls, ({ repositoryId }) => repositoryId),
    byManifest: sumBy(pulls, ({ repositoryId, digest }) => `${repositoryId} ${digest}`),
    byTag: sumBy(tagged, ({ repositoryId, tag }) => `${repositoryId} ${tag}`),
  }
}

function sumBy(pulls: readonly CountedPull[], keyOf: (pull: CountedPull) => string): Sums {
  const sums = new Map<string, { count: number; lastAt: Date }>()
  for (const pull of pulls) {
    const before = sums.get(keyOf(pull))
    const lastAt = before && before.lastAt > pull.lastAt ? before.lastAt : pull.lastAt
    sums.set(keyOf(pull), { count: (before?.count ?? 0) + pull.count, lastAt })
  }
  return new Map([...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
