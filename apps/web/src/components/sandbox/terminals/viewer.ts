/** Somebody who looks at a shell of the sandbox, as the socket tells it. */
export type Viewer = {
  readonly userId: string
  readonly name: string
  readonly as: 'owner' | 'teacher'
}
