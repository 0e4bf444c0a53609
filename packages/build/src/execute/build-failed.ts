import { BerthError } from '@berth/core'
import type { Place } from '@berth/dockerfile'
import type { BuildFailure } from '@berth/protocol'

/** A build ends without an image, and says why. */
export class BuildFailed extends BerthError {
  readonly failure: BuildFailure

  constructor(failure: BuildFailure, cause?: unknown) {
    super('build.failed', failure.message, { details: { kind: failure.kind }, cause })
    this.failure = failure
  }
}

/** Where in the recipe something went wrong, as a failure tells it. */
export function at(file: string, { line, column, text }: Place) {
  return { file, line, column, text: text.slice(0, 500) }
}
