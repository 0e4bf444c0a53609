import type { Place } from '../ast/place.ts'
import type { Statement } from '../read/statement.ts'

/** What each instruction has of its statement. */
export function written(statement: Statement): { readonly place: Place; readonly text: string } {
  return { place: statement.place, text: statement.text }
}
