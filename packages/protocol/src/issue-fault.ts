import { formatBytes } from '@berth/core'
import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** What is wrong with a field, for other languages than English; texts and numbers as the sentence has them. */
export type InputFault =
  | { readonly kind: 'missing' | 'empty' | 'form' }
  | { readonly kind: 'type'; readonly expected: string }
  | { readonly kind: 'too-much' | 'too-little'; readonly limit: string; readonly unit: LimitUnit }
  | { readonly kind: 'one-of'; readonly options: string }
  | { readonly kind: 'unknown-field'; readonly fields: string }

/** what a limit counts; `none` where the number says it all */
type LimitUnit = 'characters' | 'items' | 'none'

/** Undefined where only the sentence of a schema of ours says it. */
export function faultOf(issue: Issue, found: unknown): InputFault | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return found === undefined ? { kind: 'missing' } : { kind: 'type', expected: issue.expected }
    case 'too_big':
      return { kind: 'too-much', ...limitOf(issue, issue.maximum) }
    case 'too_small':
      return isEmpty(found) ? { kind: 'empty' } : { kind: 'too-little', ...limitOf(issue, issue.minimum) }
    case 'invalid_format':
      return { kind: 'form' }
    case 'invalid_value':
      return found === undefined ? { kind: 'missing' } : { kind: 'one-of', options: issue.values.join(', ') }
    case 'unrecognized_keys':
      return { kind: 'unknown-field', fields: issue.keys.join(', ') }
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return undefined
  }
}

function isEmpty(found: unknown): boolean {
  return (typeof found === 'string' || Array.isArray(found)) && found.length === 0
}

const BYTES: readonly unknown[] = ['memory', 'disk', 'bytes']

/** Sizes are said with their unit; numbers that are compared say what they count. */
function limitOf(
  { origin, path }: { readonly origin: string; readonly path: readonly PropertyKey[] },
  limit: number | bigint,
): { limit: string; unit: LimitUnit } {
  if (origin === 'string') return { limit: String(limit), unit: 'characters' }
  if (origin === 'array' || origin === 'set') return { limit: String(limit), unit: 'items' }
  const isSize = BYTES.includes(path.at(-1))
  return { limit: isSize ? formatBytes(Number(limit)) : String(limit), unit: 'none' }
}
