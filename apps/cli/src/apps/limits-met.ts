import { describeForksRefused, describeOutOfMemory } from '@berth/core'

/** Sentences about an instance that met its limits in its present run. */
export function limitsMet(counts: {
  readonly oomKills: number
  readonly forksRefused: number
}): readonly string[] {
  const { oomKills, forksRefused } = counts
  return [
    ...(oomKills > 0 ? [describeOutOfMemory(oomKills)] : []),
    ...(forksRefused > 0 ? [describeForksRefused(forksRefused)] : []),
  ]
}
