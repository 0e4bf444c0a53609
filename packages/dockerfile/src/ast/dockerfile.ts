import type { ArgInstruction, FromInstruction, StageInstruction } from './instruction.ts'
import type { Warning } from './place.ts'

/** A Dockerfile as it was written: nothing is expanded yet. */
export type Dockerfile = {
  readonly directives: Directives
  /** ARG before the first FROM: known to FROM alone */
  readonly preamble: readonly ArgInstruction[]
  readonly stages: readonly Stage[]
  /** line → what a `# check=…` right above the instruction there says of it alone */
  readonly checks: ReadonlyMap<number, CheckDirective>
  /** of the rules that look at the text alone, in order of lines */
  readonly warnings: readonly Warning[]
}

/** The `# name=value` comments that a Dockerfile may begin with. */
export type Directives = {
  /** told, not followed: there is one syntax here, the newest */
  readonly syntax: string | null
  readonly escape: '\\' | '`'
  readonly check: CheckDirective
}

/** `# check=skip=A,B;error=true`: which warnings are left out, and whether any stops the build. */
export type CheckDirective = {
  /** in lower case */
  readonly skip: 'all' | ReadonlySet<string>
  readonly error: boolean
}

/** From one FROM up to the next. */
export type Stage = {
  readonly index: number
  /** in lower case, as it is referred to */
  readonly name: string | null
  readonly from: FromInstruction
  readonly instructions: readonly StageInstruction[]
}
