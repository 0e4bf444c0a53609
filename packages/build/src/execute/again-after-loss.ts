import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import { asFailure } from './as-failure.ts'
import { BuildFailed } from './build-failed.ts'
import type { ControlLink } from './control-link.ts'
import type { BuildOutput } from './output/build-output.ts'

const MOST_TRIES = 5
/** by then a stream that broke is known to be broken */
const NOTICED_MS = 500

/** What failed because control went away begins anew when it is back: steps that were done are in the cache. */
export async function againAfterLoss<T>(
  build: {
    readonly desk: Pick<ControlLink, 'losses' | 'back'>
    readonly signal: AbortSignal
    readonly output: Pick<BuildOutput, 'note'>
    /** what is left of the try that failed */
    readonly tidy: () => Promise<void>
  },
  run: () => Promise<T>,
): Promise<T> {
  const { desk, signal, output, tidy } = build
  for (let tries = 1; ; tries++) {
    const losses = desk.losses()
    try {
      return await run()
    } catch (error) {
      if (tries === MOST_TRIES || signal.aborted || !mayBeOfControl(error)) throw error
      await sleep(NOTICED_MS)
      if (desk.losses() === losses) throw error
      await tidy()
      await desk.back(signal)
      output.note(0, 'the build begins anew: control was away for a moment')
    }
  }
}

/** Of what a build asks control for, or brings there: its source, its bases, its rights and its image. */
function mayBeOfControl(error: unknown): boolean {
  const { kind } = asFailure(error)
  if (kind !== 'base') return kind === 'platform' || kind === 'source' || kind === 'push'
  const thrown = error instanceof BuildFailed ? error.cause : error
  return thrown instanceof BerthError && thrown.code === 'image.pull_failed'
}
