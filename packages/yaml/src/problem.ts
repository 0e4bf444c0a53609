/** Something in a file that cannot be, and where; line and column count from 1. */
export type Problem = {
  readonly file: string
  readonly message: string
  readonly line: number
  readonly column: number
  /** the line itself */
  readonly text: string
}

export type Place = Pick<Problem, 'line' | 'column' | 'text'>
