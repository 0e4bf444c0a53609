import type { Place, Warning } from '../ast/place.ts'

export function warning(rule: string, place: Place, message: string): Warning {
  return { rule, message, place }
}
