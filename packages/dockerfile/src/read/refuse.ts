import { BerthError } from '@berth/core'
import type { Place } from '../ast/place.ts'

/** A mistake of a Dockerfile: one sentence, with its line, column and the line itself as details. */
export function refuse(place: Place, sentence: string): BerthError {
  return new BerthError('dockerfile.invalid', sentence, { details: { ...place } })
}
