import { BerthError } from '@berth/core'
import { explainError } from '../session/explain-error.ts'

/** For the `catch` of a call: null for errors of these codes. */
export function nullIf(...codes: readonly string[]): (error: unknown) => null {
  return (error) => {
    const known = explainError(error)
    if (known instanceof BerthError && codes.includes(known.code)) return null
    throw error
  }
}
