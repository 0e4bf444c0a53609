import type { CheckWish } from '../fields/check-field.ts'
import type { LabCheck } from '../spec/lab-spec.ts'
import { type LabParts, scriptOf } from './scripts-of.ts'

const USUAL_TIMEOUT = 10

export function checksOf(wishes: readonly CheckWish[], parts: LabParts): LabCheck[] {
  const seen = new Set<string>()
  return wishes.map((wish, index) => {
    const { name, title, auto = false, points = 1, ...script } = wish
    if (seen.has(name))
      parts.report.wrong(['checks', index, 'name'], `there is a check ${name} above already`)
    seen.add(name)
    const given = { timeout: USUAL_TIMEOUT, ...script }
    return {
      name,
      title: title ?? name,
      script: scriptOf(['checks', index], given, { ...parts, path: ['checks', index, 'file'] }),
      auto,
      points,
    }
  })
}
