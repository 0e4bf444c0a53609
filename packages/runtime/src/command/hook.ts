/** runtime-spec `hooks`: `timeout` in seconds. */
export type Hook = {
  readonly path: string
  readonly args?: readonly string[] | undefined
  readonly env?: readonly string[] | undefined
  readonly timeout?: number | undefined
}
