import type { Place } from './place.ts'

/** `name=value` of ENV and LABEL, quotes and variables still in it. */
export type Pair = { readonly name: string; readonly value: string; readonly place: Place }

/** A here-document: `<<NAME`, `<<-NAME`, `<<"NAME"`. */
export type HereDocument = {
  readonly name: string
  /** without the last delimiter's line; tabs at the beginning of lines are gone with `<<-` */
  readonly content: string
  /** false when the delimiter is quoted */
  readonly expands: boolean
  readonly chomp: boolean
  readonly place: Place
}

/** A here-document that is copied as a file named after its delimiter. */
export type SourceFile = HereDocument

/** What RUN, CMD, ENTRYPOINT and HEALTHCHECK run. */
export type Command =
  | { readonly form: 'exec'; readonly words: readonly string[] }
  /** `line` goes to the shell as it is; here-documents follow it */
  | { readonly form: 'shell'; readonly line: string; readonly documents: readonly HereDocument[] }

/** `RUN --mount=…`; texts as written, with variables. Null: not given. */
export type RunMount =
  | {
      readonly type: 'bind'
      readonly target: string
      readonly source: string | null
      /** a stage's name or number, or an image; null means the context */
      readonly from: string | null
      readonly readWrite: boolean
      readonly place: Place
    }
  | {
      readonly type: 'cache'
      readonly target: string
      readonly id: string | null
      readonly source: string | null
      readonly from: string | null
      readonly sharing: 'shared' | 'private' | 'locked'
      readonly readOnly: boolean
      readonly mode: string | null
      readonly uid: string | null
      readonly gid: string | null
      readonly place: Place
    }
  | {
      readonly type: 'tmpfs'
      readonly target: string
      /** bytes */
      readonly size: number | null
      readonly place: Place
    }
  | {
      readonly type: 'secret' | 'ssh'
      readonly target: string | null
      readonly id: string | null
      readonly required: boolean
      readonly mode: string | null
      readonly uid: string | null
      readonly gid: string | null
      /** name of the variable that holds the secret */
      readonly env: string | null
      readonly place: Place
    }
