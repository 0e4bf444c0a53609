import { formatBytes } from '@berth/core'
import type { z } from 'zod'
import { faultOf, type InputFault } from './issue-fault.ts'

type Issue = z.core.$ZodIssue

type SizeIssue = Extract<Issue, { code: 'too_big' | 'too_small' }>

/** What is wrong with one field; `path` is empty where it is the input as a whole. */
export type Problem = {
  readonly path: string
  readonly message: string
  readonly fault?: InputFault
}

/** What is wrong with an input that a schema refused, for people: what was found in each field, and what is allowed. */
export function describeIssues(issues: readonly Issue[], input: unknown): Problem[] {
  return issues.map((issue) => {
    const found = at(input, issue.path)
    const fault = faultOf(issue, found)
    return { path: issue.path.join('.'), message: describe(issue, found), ...(fault && { fault }) }
  })
}

/** All of them in one sentence, as `port: 99999 is too much, at most 65535`. */
export function joinProblems(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
}

function describe(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (found === undefined) return `it is missing, ${nounOf(issue.expected)} is needed`
      if (issue.expected === 'int' && typeof found === 'number') return `${found} is not a whole number`
      return `${nounOf(issue.expected)} is needed, not ${nounOf(typeOf(found))}`
    case 'too_big':
      return `${sizeOf(issue, found)} is too much, at most ${amount(issue, issue.maximum)}`
    case 'too_small':
      if (lengthOf(found) === 0) return 'it is empty'
      return `${sizeOf(issue, found)} is too little, at least ${amount(issue, issue.minimum)}`
    case 'not_multiple_of':
      return `${quote(issue, found)} is not a multiple of ${issue.divisor}`
    case 'invalid_format':
      return `${quote(issue, found)} ${FORMATS[issue.format] ?? ownWords(issue, 'does not have the right form')}`
    case 'invalid_value':
      if (found === undefined) return `it is missing, one of ${listOf(issue.values)} is needed`
      return `${quote(issue, found)} is not known, use one of ${listOf(issue.values)}`
    case 'unrecognized_keys':
      return `there is no field ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`
    case 'invalid_union':
      return describeUnion(issue, found)
    case 'invalid_key':
    case 'invalid_element':
      return `${JSON.stringify(String(issue.path.at(-1)))} ${issue.issues.map((one) => ownWords(one, 'is not allowed')).join(', ')}`
    case 'custom':
      return `${quote(issue, found)} ${ownWords(issue, 'is not allowed')}`
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  email: 'is not an e-mail address',
  datetime: 'is not a time as 2026-01-31T12:00:00Z',
  url: 'is not an address as https://example.com',
}

/** The kinds that there are where one field says which; else what speaks against the first. */
function describeUnion(issue: Extract<Issue, { code: 'invalid_union' }>, found: unknown): string {
  if ('options' in issue && Array.isArray(issue.options)) {
    const kinds = listOf(issue.options)
    return found === undefined
      ? `it is missing, one of ${kinds} is needed`
      : `${quote(issue, found)} is not known, use one of ${kinds}`
  }
  const [first] = issue.errors.flat()
  return first ? describe(first, at(found, first.path)) : 'it is not allowed'
}

/** What a schema of ours says of itself; zod's own words begin with a capital letter. */
function ownWords({ message }: { readonly message: string }, otherwise: string): string {
  return /^[A-Z]/.test(message) && /^(Invalid|Too|Unrecognized)/.test(message)
    ? otherwise
    : `is not allowed: ${message}`
}

/** Numbers as they are, text and lists by their length. */
function sizeOf(issue: SizeIssue, found: unknown): string {
  const isNumber = typeof found === 'number' || typeof found === 'bigint'
  return amount(issue, isNumber ? found : (lengthOf(found) ?? 0))
}

function lengthOf(found: unknown): number | undefined {
  return typeof found === 'string' || Array.isArray(found) ? found.length : undefined
}

const BYTES: readonly unknown[] = ['memory', 'disk', 'bytes']

function amount(issue: SizeIssue, value: number | bigint): string {
  switch (issue.origin) {
    case 'string':
      return `${value} characters`
    case 'array':
    case 'set':
      return `${value} items`
    default:
      return BYTES.includes(issue.path.at(-1)) ? formatBytes(Number(value)) : String(value)
  }
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

function nounOf(type: string): string {
  return NOUNS[type] ?? type
}

function typeOf(found: unknown): string {
  if (found === null) return 'null'
  return Array.isArray(found) ? 'array' : typeof found
}

const MAX_QUOTED = 60
/** what is not repeated, because errors are logged */
const SECRET = /password|secret|token|^env$|^set$/i

function quote(issue: Issue, found: unknown): string {
  if (typeof found === 'number' || typeof found === 'boolean') return String(found)
  const isSecret = issue.path.some((part) => SECRET.test(String(part)))
  if (typeof found !== 'string' || isSecret) return 'its value'
  return found.length > MAX_QUOTED ? `a text of ${found.length} characters` : JSON.stringify(found)
}

function listOf(values: readonly unknown[]): string {
  return values.map(String).join(', ')
}

function at(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => {
    return typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined
  }, input)
}
