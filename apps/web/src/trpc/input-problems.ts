import type { PageError } from './berth-error.ts'

/** The parameters that the catalog's sentence for each fault of a field names, beside the field. */
export const FAULT_PARAMETERS = {
  missing: [],
  empty: [],
  form: [],
  type: ['expected'],
  'too-much': ['limit', 'unit'],
  'too-little': ['limit', 'unit'],
  'one-of': ['options'],
  'unknown-field': ['fields'],
} as const

/** One thing that is wrong with an input, of which the page has its own sentence. */
export type InputProblem = {
  readonly kind: keyof typeof FAULT_PARAMETERS
  readonly values: Readonly<Record<string, string>>
}

/** What the server found wrong; undefined when of one of them only its English sentence says what. */
export function inputProblems({ code, details }: PageError): readonly InputProblem[] | undefined {
  const { problems } = details
  if (code !== 'input.invalid' || !Array.isArray(problems) || problems.length === 0) return undefined
  const found = problems.slice(0, SHOWN).map(problemOf)
  return found.every((problem) => problem !== undefined) ? found : undefined
}

const SHOWN = 10

function problemOf(problem: unknown): InputProblem | undefined {
  const field = read(problem, 'path')
  const fault = read(problem, 'fault')
  const kind = read(fault, 'kind')
  if (typeof field !== 'string' || !isKind(kind)) return undefined
  const values = Object.fromEntries(FAULT_PARAMETERS[kind].map((name) => [name, read(fault, name)]))
  return isText(values) ? { kind, values: { ...values, field } } : undefined
}

function isKind(kind: unknown): kind is InputProblem['kind'] {
  return typeof kind === 'string' && Object.hasOwn(FAULT_PARAMETERS, kind)
}

function isText(values: Record<string, unknown>): values is Record<string, string> {
  return Object.values(values).every((value) => typeof value === 'string')
}

function read(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
