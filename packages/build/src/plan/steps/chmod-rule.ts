import { type Place, refuse } from '@berth/dockerfile'
import type { ChmodRule } from '../step-action.ts'

const SYMBOLIC = /^[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+(?:,[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+)*$/

/** `755`, `u=rwX,go=rX`. Error: dockerfile.invalid. */
export function readChmod(text: string, place: Place): ChmodRule {
  if (/^[0-7]+$/.test(text) && Number.parseInt(text, 8) <= 0o7777)
    return { kind: 'octal', mode: Number.parseInt(text, 8) }
  if (!SYMBOLIC.test(text))
    throw refuse(place, `--chmod is an octal mode up to 7777, or one such as u=rwX,go=rX, not "${text}"`)
  return { kind: 'symbolic', text }
}
