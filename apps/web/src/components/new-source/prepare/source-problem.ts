/** Why what was chosen cannot be sent, as its sentence is called in the catalog. */
export class SourceProblem extends Error {
  readonly reason: 'empty' | 'badKind' | 'tooLarge' | 'tooMany' | 'badZip' | 'badPath' | 'badIgnore'

  constructor(reason: SourceProblem['reason'], cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}
