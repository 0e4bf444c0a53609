import type { Stage } from '../ast/dockerfile.ts'
import type { Warning } from '../ast/place.ts'
import { warning } from './warning.ts'

const RESERVED = ['context', 'scratch']

/** StageNameCasing, DuplicateStageName, ReservedStageName */
export function lintNames(stages: readonly Stage[]): Warning[] {
  return stages.flatMap(({ name, from }, index) => {
    if (name === null) return []
    return [
      ...(from.alias === name
        ? []
        : [warning('StageNameCasing', from.place, `the stage's name "${from.alias}" is not in lowercase`)]),
      ...(stages.slice(0, index).some((earlier) => earlier.name === name)
        ? [warning('DuplicateStageName', from.place, `there is an earlier stage named "${name}"`)]
        : []),
      ...(RESERVED.includes(name)
        ? [
            warning(
              'ReservedStageName',
              from.place,
              `"${name}" means something else, and cannot name a stage`,
            ),
          ]
        : []),
    ]
  })
}
