import type { Place } from '@berth/dockerfile'
import type { Origin } from './origin.ts'

/** A mount of one RUN; targets are absolute, nothing of it stays in the layer. */
export type PlannedMount =
  | {
      readonly type: 'bind'
      readonly target: string
      readonly origin: Origin
      /** file or folder of the origin, relative to its root, `.` for all of it */
      readonly source: string
      /** what is written is thrown away after the step */
      readonly readWrite: boolean
      readonly place: Place
    }
  | {
      readonly type: 'cache'
      readonly target: string
      /** names the folder within the tenant's cache */
      readonly id: string
      readonly sharing: 'shared' | 'private' | 'locked'
      readonly readOnly: boolean
      /** what a cache that is new begins with; null: an empty folder */
      readonly origin: Origin | null
      readonly source: string
      readonly mode: number
      readonly uid: number
      readonly gid: number
      readonly place: Place
    }
  /** bytes; null: the executor's default */
  | { readonly type: 'tmpfs'; readonly target: string; readonly size: number | null; readonly place: Place }
  | {
      readonly type: 'secret'
      readonly id: string
      /** null: no file */
      readonly target: string | null
      /** variable that holds it; null: none */
      readonly env: string | null
      readonly required: boolean
      readonly mode: number
      readonly uid: number
      readonly gid: number
      readonly place: Place
    }
  | {
      readonly type: 'ssh'
      readonly id: string
      /** the socket's path; SSH_AUTH_SOCK names it */
      readonly target: string
      readonly required: boolean
      readonly mode: number
      readonly uid: number
      readonly gid: number
      readonly place: Place
    }
