/** A place in a Dockerfile: line and column count from 1, the column in UTF-16 units; `text` is that whole line. */
export type Place = {
  readonly line: number
  readonly column: number
  readonly text: string
}

/** Something that a user should know of a line, which stops nothing. `rule`: BuildKit's name of the rule. */
export type Warning = {
  readonly rule: string
  readonly message: string
  readonly place: Place
}
