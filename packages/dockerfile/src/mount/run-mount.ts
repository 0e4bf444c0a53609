import type { Place } from '../ast/place.ts'

type Owned = {
  /** permission bits; null: the type's default */
  readonly mode: number | null
  readonly uid: number | null
  readonly gid: number | null
}

/** A mount of RUN with its variables filled in; null: not given. */
export type RunMount = { readonly place: Place } & (
  | {
      readonly type: 'bind'
      readonly target: string
      readonly source: string | null
      /** a stage's name or number, or an image; null means the context */
      readonly from: string | null
      readonly readWrite: boolean
    }
  | (Owned & {
      readonly type: 'cache'
      readonly target: string
      readonly id: string | null
      readonly source: string | null
      readonly from: string | null
      readonly sharing: 'shared' | 'private' | 'locked'
      readonly readOnly: boolean
    })
  | {
      readonly type: 'tmpfs'
      readonly target: string
      /** bytes */
      readonly size: number | null
    }
  | (Owned & {
      readonly type: 'secret'
      readonly id: string
      readonly target: string | null
      /** name of the variable that holds it */
      readonly env: string | null
      readonly required: boolean
    })
  | (Owned & {
      readonly type: 'ssh'
      readonly id: string | null
      readonly target: string | null
      readonly required: boolean
    })
)
