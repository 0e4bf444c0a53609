import { type Document, visit } from 'yaml'

/** For each the parser looks through all that stands before it. */
const MOST = 100

export function hasTooManyAliases(document: Document): boolean {
  let count = 0
  visit(document, { Alias: () => (++count > MOST ? visit.BREAK : undefined) })
  return count > MOST
}
