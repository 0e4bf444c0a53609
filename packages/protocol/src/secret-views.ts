import type { SecretKind } from './secret-kind.ts'
import type { DeployView } from './views.ts'

/** A secret as it can be seen: its value never is. */
export type SecretView = {
  name: string
  as: SecretKind
  /** the one that the newest release has */
  version: number
  /** those that are kept, newest first */
  versions: { number: number; by: string; at: Date }[]
}

/** null: there is no release yet, and the first one will have it. */
export type SecretChangeView = { deploy: DeployView | null }
