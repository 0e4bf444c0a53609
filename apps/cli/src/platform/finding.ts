/** What `doctor` found; `fix` is what to do when it is not ok. */
export type Finding = {
  readonly name: string
  readonly ok: boolean
  readonly message: string
  readonly fix?: string
}
