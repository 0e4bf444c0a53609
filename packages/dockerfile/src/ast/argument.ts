import type { Place } from './place.ts'

/** `name=value` of ENV and LABEL, quotes and variables still in it; `legacy`: written with a space, `name value`. */
export type Pair = {
  readonly name: string
  readonly value: string
  readonly legacy: boolean
  readonly place: Place
}

/** A here-document: `<<NAME`, `<<-NAME`, `<<"NAME"`. */
export type HereDocument = {
  readonly name: string
  /** as written, without the line of the delimiter: `documentText` takes off the tabs of `<<-` */
  readonly content: string
  /** false when the delimiter is quoted */
  readonly expands: boolean
  readonly chomp: boolean
  readonly place: Place
}

/** What RUN, CMD, ENTRYPOINT and HEALTHCHECK run. */
export type Command =
  | { readonly form: 'exec'; readonly words: readonly string[] }
  /** `line` goes to the shell as it is; here-documents follow it */
  | { readonly form: 'shell'; readonly line: string; readonly documents: readonly HereDocument[] }

/** `RUN --mount=…` as written, with variables: `readMount` makes sense of it. */
export type MountFlag = {
  /** `value` is null for a name alone, as in `readonly` */
  readonly fields: readonly { readonly name: string; readonly value: string | null }[]
  readonly place: Place
}
