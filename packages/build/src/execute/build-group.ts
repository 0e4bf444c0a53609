import type { BuildSpec } from '@berth/protocol'
import type { Runtime } from '@berth/runtime'

export type BuildGroup = {
  /** Its name, for a step that begins. */
  enter(): Promise<string>
  /** how often the steps together had as many processes as the build may have */
  forksRefused(): Promise<number>
  release(): Promise<void>
}

/** The control group of one build: its steps share the build's limits, however many run at once, and end together. */
export function createBuildGroup(options: {
  readonly groups: Runtime['groups']
  readonly spec: Pick<BuildSpec, 'id' | 'limits'>
  /** each has a process 1 of ours, which takes none of the build's */
  readonly stepsAtOnce: number
  /** all that runs in it is killed with it */
  readonly signal: AbortSignal
  readonly onError: (error: unknown) => void
}): BuildGroup {
  const { groups, spec, stepsAtOnce, signal, onError } = options
  const { id: name, limits } = spec
  let opened: Promise<void> | undefined
  const kill = () => void groups.kill(name).catch(onError)
  const open = () => {
    signal.addEventListener('abort', kill, { once: true })
    return groups.open(name, { ...limits, pids: limits.pids + stepsAtOnce })
  }

  return {
    async enter() {
      opened ??= open()
      await opened
      return name
    },
    forksRefused: () => groups.forksRefused(name),
    async release() {
      signal.removeEventListener('abort', kill)
      if (opened) await groups.close(name)
    },
  }
}
