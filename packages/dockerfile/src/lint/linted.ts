import type { Instruction } from '../ast/instruction.ts'
import type { Statement } from '../read/statement.ts'

/** An instruction beside the text it was read from. */
export type Linted = { readonly statement: Statement; readonly instruction: Instruction }
