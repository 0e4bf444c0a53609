/** A row of RetentionRule, as far as decisions go by it. */
export type RetentionRule = {
  readonly id: string
  /** patterns with `*`; repositories without the tenant in front */
  readonly repositories: string
  readonly tags: string
  /** each of these holds a tag alone; null: it does not */
  readonly keepLast: number | null
  readonly keepPushedDays: number | null
  readonly keepPulledDays: number | null
  /** null: what has no tag stays */
  readonly untaggedDays: number | null
}

export type TagFacts = {
  /** without the tenant in front */
  readonly repository: string
  readonly tag: string
  readonly digest: string
  readonly pushedAt: Date
  readonly pulledAt: Date | null
}

export type ManifestFacts = {
  readonly repository: string
  readonly digest: string
  /** config, layers and children */
  readonly references: readonly string[]
  readonly subject: string | null
  readonly pushedAt: Date
}

/** Who needs an image, in words (`hello, release 3`), by `placeOf`. */
export type Users = ReadonlyMap<string, string>

export function placeOf({ repository, digest }: { repository: string; digest: string }): string {
  return `${repository}@${digest}`
}
