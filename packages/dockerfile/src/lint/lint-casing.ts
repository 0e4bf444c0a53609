import type { Warning } from '../ast/place.ts'
import type { Linted } from './linted.ts'
import { warning } from './warning.ts'

/** ConsistentInstructionCasing, FromAsCasing */
export function lintCasing(parsed: readonly Linted[]): Warning[] {
  return [...lintKeywords(parsed), ...parsed.flatMap(lintAs)]
}

/** Keywords are written as most of them are, in small or in capital letters. */
function lintKeywords(parsed: readonly Linted[]): Warning[] {
  const keywords = parsed.map(({ statement }) => statement)
  const lower = keywords.filter(({ keyword }) => keyword === keyword.toLowerCase()).length
  const upper = keywords.filter(({ keyword }) => keyword === keyword.toUpperCase()).length
  const wanted = lower > upper ? 'lowercase' : 'uppercase'
  return keywords
    .filter(({ keyword }) => keyword !== (lower > upper ? keyword.toLowerCase() : keyword.toUpperCase()))
    .map(({ keyword, place }) =>
      warning('ConsistentInstructionCasing', place, `"${keyword}" is not written as most are, in ${wanted}`),
    )
}

function lintAs({ statement, instruction }: Linted): Warning[] {
  if (instruction.kind !== 'from' || instruction.alias === null) return []
  const [, before = '', as = ''] = /^(.*\s)(as)\s+\S+$/is.exec(statement.text) ?? []
  const isLower = (word: string) => word === word.toLowerCase()
  if (isLower(as) === isLower(statement.keyword)) return []
  return [
    warning(
      'FromAsCasing',
      statement.placeAt(before.length),
      `"${as}" and "${statement.keyword}" are not written alike, in capital or small letters`,
    ),
  ]
}
