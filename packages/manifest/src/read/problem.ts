/** Something in a file that cannot be, and where; line and column count from 1. */
export type ManifestProblem = {
  readonly file: string
  readonly message: string
  readonly line: number
  readonly column: number
  /** the line itself */
  readonly text: string
}

export type ReadManifest<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'wrong'; readonly problem: ManifestProblem }
