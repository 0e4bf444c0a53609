import type { Readable } from 'node:stream'

type Common = {
  /** below the root, without a leading slash; '.' is the root itself */
  readonly path: string
  /** permission bits */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** when it was changed, in seconds since 1970 */
  readonly seconds: number
}

/** One member of a layer that is being built. */
export type LayerEntry = Common &
  (
    | { readonly type: 'directory' }
    | { readonly type: 'file'; readonly size: number; readonly open: () => Readable }
    | { readonly type: 'symlink'; readonly target: string }
    /** a hard link to a file of the same layer, which comes before it */
    | { readonly type: 'link'; readonly target: string }
  )
