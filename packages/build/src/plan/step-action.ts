import type { Place } from '@berth/dockerfile'
import type { Origin } from './origin.ts'
import type { PlannedMount } from './planned-mount.ts'

export type { Origin } from './origin.ts'

/** What a step does to the file system: each action makes one layer, also when nothing has changed. */
export type StepAction = RunAction | CopyAction | DirectoryAction

export type RunAction = {
  readonly kind: 'run'
  readonly argv: readonly string[]
  /** whole environment of the process: the image's, then the arguments in scope; `NAME=value` */
  readonly env: readonly string[]
  /** `user`, `user:group`, ids or names; absent: root */
  readonly user: string | null
  readonly cwd: string
  readonly network: 'default' | 'none'
  readonly mounts: readonly PlannedMount[]
  /** scripts of here-documents: put at `path` for this step alone, executable, in no layer */
  readonly files: readonly { readonly path: string; readonly content: string }[]
}

/** WORKDIR: makes the folder, and those above it that are missing, unless it is there. */
export type DirectoryAction = {
  readonly kind: 'directory'
  readonly path: string
  /** owner of what is made */
  readonly user: string | null
}

/** COPY and ADD. `copyPlan` says what of a listing goes where. */
export type CopyAction = {
  readonly kind: 'copy'
  readonly sources: readonly CopySource[]
  /** absolute; a slash at its end makes it a folder */
  readonly destination: string
  /** `user:group`, names or ids, looked up in the stage's own /etc; null: 0:0 */
  readonly chown: string | null
  readonly chmod: ChmodRule | null
  /** the layer does not depend on what lies below it: no symlink of the destination is followed */
  readonly link: boolean
  /** sources keep the folders above them */
  readonly parents: boolean
  /** patterns as in .dockerignore, relative to the source's root */
  readonly excludes: readonly string[]
}

/** An octal mode, or a symbolic one as chmod(1) reads it. */
export type ChmodRule =
  | { readonly kind: 'octal'; readonly mode: number }
  | { readonly kind: 'symbolic'; readonly text: string }

export type CopySource =
  /** `pattern` relative to the origin's root, `.` for all of it; `unpack`: a tar archive is unpacked in its place */
  | {
      readonly kind: 'path'
      readonly origin: Origin
      readonly pattern: string
      readonly unpack: boolean
      readonly place: Place
    }
  /** a here-document, variables filled in; it is a file of mode 0644 */
  | { readonly kind: 'inline'; readonly name: string; readonly content: string; readonly place: Place }
  /** over HTTP; `name` is the file's, when the destination is a folder; mode 0600 and Last-Modified as time */
  | {
      readonly kind: 'url'
      readonly url: string
      readonly name: string
      /** `sha256:…` (sha384, sha512), which the content must have */
      readonly checksum: string | null
      readonly unpack: boolean
      readonly place: Place
    }
  | {
      readonly kind: 'git'
      /** without fragment */
      readonly remote: string
      /** branch, tag or commit; null: the remote's HEAD */
      readonly ref: string | null
      readonly directory: string | null
      readonly keepGitDir: boolean
      /** of the commit, whole or its beginning */
      readonly checksum: string | null
      readonly place: Place
    }
