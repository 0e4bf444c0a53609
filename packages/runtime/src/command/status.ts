/** The states of the runtime-spec, and `paused`, which it allows to add. */
export type ContainerStatus = 'creating' | 'created' | 'running' | 'paused' | 'stopped'

/** What is seen of a container from outside. */
export type ContainerFacts = {
  /** undefined while its process has not been made */
  readonly alive: boolean | undefined
  /** set-up has come to its end */
  readonly complete: boolean
  /** nobody has started it yet */
  readonly waits: boolean
  readonly frozen: boolean
}

export function decideStatus({ alive, complete, waits, frozen }: ContainerFacts): ContainerStatus {
  if (alive === undefined) return 'creating'
  if (!alive) return 'stopped'
  if (!complete) return 'creating'
  if (waits) return 'created'
  return frozen ? 'paused' : 'running'
}
