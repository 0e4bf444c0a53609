/** What a tenant's images take, in bytes; `reserved` are held by uploads that are under way. */
export type ImageUsageView = { quota: number; used: number; reserved: number; left: number }

/** Tags that may not be moved, or not be deleted. Patterns with `*`; repositories without the tenant in front. */
export type TagRuleView = {
  id: string
  repositories: string
  tags: string
  noOverwrite: boolean
  noDelete: boolean
  createdBy: string
  createdAt: Date
}

/** Which tags stay; what a rule names and none keeps goes. */
export type RetentionRuleView = {
  id: string
  repositories: string
  tags: string
  keepLast: number | null
  keepPushedDays: number | null
  keepPulledDays: number | null
  untaggedDays: number | null
  enabled: boolean
  createdBy: string
  createdAt: Date
  lastRunAt: Date | null
  lastRemoved: number | null
}

/** Why a tag goes or stays; protection and use come before what rules keep. */
export type RetentionVerdictView =
  | { kind: 'protected' | 'used'; by: string }
  | { kind: 'last'; count: number }
  | { kind: 'pushed' | 'pulled'; days: number }
  | { kind: 'companion' | 'unnamed' | 'goes' }

export type RetentionTagView = {
  repository: string
  tag: string
  digest: string
  pushedAt: Date
  verdict: RetentionVerdictView
}

export type RetentionPreview = {
  /** those that go first; the first thousand */
  tags: RetentionTagView[]
  /** of all */
  total: number
  going: number
  /** images that go, tagged or not, and what they alone take of the quota */
  images: number
  bytes: number
}

/** `failed`: what was protected, used or pushed between the look and the deed, and stays. */
export type RetentionResult = { tags: number; images: number; bytes: number; failed: number }

/** Images without a tag that nothing needs, and layers that no image needs; their bytes of the quota. */
export type PruneView = { images: number; layers: number; bytes: number }
