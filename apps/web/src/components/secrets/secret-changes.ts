import type { SecretKind } from '@berth/protocol'

type SecretChange = {
  readonly set?: Record<string, { value: string; as: SecretKind }>
  readonly unset?: string[]
}

/** Changes the secrets of an app or a project: which of the two, its panel knows. */
export type SecretChanges = {
  readonly error: unknown
  readonly isPending: boolean
  /** forgets why the last change was refused */
  readonly reset: () => void
  readonly mutate: (change: SecretChange, onDone: () => void) => void
}

export type SecretOwner = 'app' | 'project'
