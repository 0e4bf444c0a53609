import type { SourceFacts } from './source-facts.ts'

export type StackName = 'node' | 'python' | 'static' | 'procfile'

/** How a source without a Dockerfile is built: the Dockerfile that it did not have to write. */
export type StackPlan = {
  readonly kind: 'plan'
  readonly name: StackName
  /** the file that it was known by, in a sentence */
  readonly because: string
  readonly dockerfile: string
  /** lines of a `.dockerignore`, before those of the source */
  readonly ignore: readonly string[]
  /** what was chosen, and by what */
  readonly facts: readonly Fact[]
}

export type Fact = { readonly name: string; readonly value: string }

/** It is of this stack, and lacks something. */
export type StackProblem = { readonly kind: 'problem'; readonly file: string; readonly message: string }

/** One stack; pure. `web` is the command of the Procfile's web process, if there is one. */
export type Stack = {
  readonly name: StackName
  /** files that it is known by, as people are told of them */
  readonly knownBy: string
  /** null: the source is of another stack */
  detect(facts: SourceFacts, web: string | undefined): StackPlan | StackProblem | null
}

/** where apps lie in their images, and the port that they are told in PORT */
export const FOLDER = '/app'
export const PORT = 8080
