import type { Manifest } from '../manifest-schema.ts'

/** What a berth.yml asks for beside a release: it holds at once, and a roll back leaves it alone. */
export type ManifestBeside = {
  /** hosts that lead to the app; others that it has stay */
  readonly domains?: readonly string[]
  /** seconds without a request after which it falls asleep; null: never */
  readonly sleepAfter?: number | null
}

/** Pure. Only what the file names. */
export function manifestBeside({ domains, sleep }: Manifest): ManifestBeside {
  return {
    ...(domains && { domains: [...new Set(domains)] }),
    ...(sleep !== undefined && { sleepAfter: sleep === 'never' ? null : sleep / 1000 }),
  }
}
