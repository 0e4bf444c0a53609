import { formatBytes } from '@berth/core/bytes.ts'
import type { PageError } from './berth-error.ts'

/** Codes of errors that carry what they are about, and the details that the catalog's sentence for each names. */
export const ERROR_PARAMETERS = {
  'app.not_found': ['app'],
  'auth.forbidden': ['permission'],
  'auth.scope_missing': ['scope'],
  'auth.too_many_attempts': ['retryAfterSeconds'],
  'container.not_found': ['containerId'],
  'deploy.not_found': ['id'],
  'image.not_found': ['image', 'tags'],
  'image.reference_invalid': ['reference'],
  'image.wrong_platform': ['image', 'has', 'nodes'],
  'input.invalid': ['problems'],
  'lab.too_large': ['resource', 'asked', 'quota'],
  'name.invalid': ['value'],
  'name.reserved': ['value'],
  'quota.exceeded': ['about', 'resource', 'asked', 'left', 'quota'],
  'registry.manifest_unknown': ['repository', 'reference'],
  'registry.name_unknown': ['repository'],
  'release.not_found': ['app', 'number'],
  'secret.not_found': ['secret'],
  'tenant.name_taken': ['name'],
  'tenant.not_found': ['tenant'],
} as const

export type DetailedCode = keyof typeof ERROR_PARAMETERS

/** Values for the sentence of a code that can name what it is about; undefined when the error does not say all of them. */
export function errorValues(
  error: PageError,
): { code: DetailedCode; values: Record<string, string> } | undefined {
  const { code, details } = error
  if (!isDetailed(code)) return undefined
  const values: Record<string, string> = {}
  for (const name of ERROR_PARAMETERS[code]) {
    const value = textOf(details[name], details['resource'])
    if (value === undefined) return undefined
    values[name] = value
  }
  return { code, values }
}

function isDetailed(code: string): code is DetailedCode {
  return Object.hasOwn(ERROR_PARAMETERS, code)
}

/** Of a list so many are named; an empty one is `none`, for the sentence to choose by. */
const SHOWN = 10

function textOf(value: unknown, resource: unknown): string | undefined {
  if (typeof value === 'string') return value
  const isSize = resource === 'memory' || resource === 'disk'
  if (typeof value === 'number') return isSize ? formatBytes(value) : String(value)
  if (!Array.isArray(value)) return undefined
  if (value.length === 0) return 'none'
  const words = value.slice(0, SHOWN).map(wordOf)
  return words.includes('') ? undefined : words.join(', ')
}

/** Of what is wrong with a field its path, whose sentence is English; empty where it is the input as a whole. */
function wordOf(element: unknown): string {
  return typeof element === 'object' && element !== null
    ? String(Reflect.get(element, 'path') ?? '')
    : String(element)
}
