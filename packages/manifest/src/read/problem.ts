import type { Problem } from '@berth/yaml'

/** Something in a file that cannot be, and where. */
export type ManifestProblem = Problem

export type ReadManifest<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'wrong'; readonly problem: ManifestProblem }
