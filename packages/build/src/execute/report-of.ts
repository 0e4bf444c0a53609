import type { BuildReport, BuildSpec } from '@berth/protocol'

/** What is said of a build, with nothing in what is not known. */
export function reportOf(
  { id, generation }: Pick<BuildSpec, 'id' | 'generation'>,
  news: Partial<BuildReport> & Pick<BuildReport, 'state'>,
): BuildReport {
  return { id, generation, warnings: [], ran: 0, cached: 0, outputLost: 0, ...news }
}
