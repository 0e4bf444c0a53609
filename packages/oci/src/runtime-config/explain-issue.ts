import type { z } from 'zod'

type Issue = z.core.$ZodIssue

const SHOWN = 80

/** One line: where it is, what was found, and what is allowed there. `process.cwd: found "here", allowed: an absolute path` */
export function explainIssue(issue: Issue, input: unknown): string {
  return `${formatPath(issue.path)}: found ${show(valueAt(input, issue.path))}, allowed: ${allowed(issue)}`
}

function formatPath(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return text === '' ? 'the document' : text.replace(/^\./, '')
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  )
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

function allowed(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'never' ? issue.message : kindName(issue.expected)
    case 'invalid_value':
      return issue.values.map(String).join(', ')
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `${String(issue.minimum)} and more`
        : `at least ${String(issue.minimum)} of them`
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `up to ${String(issue.maximum)}`
        : `at most ${String(issue.maximum)} of them`
    default:
      return issue.message
  }
}

function kindName(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    int: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
    record: 'an object',
  }
  return names[expected] ?? expected
}
