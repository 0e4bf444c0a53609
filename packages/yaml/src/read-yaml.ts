import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { type FileWords, findIssues } from './find-issues.ts'
import { findTwice } from './find-twice.ts'
import { offsetOf, type Path } from './offset-of.ts'
import { placeOf } from './place-of.ts'
import type { Place, Problem } from './problem.ts'
import { isTooDeep } from './too-deep.ts'
import { hasTooManyAliases } from './too-many-aliases.ts'

/** of a file that people write; what is longer is none */
const MOST_CHARACTERS = 256 * 1024

/** of a file that is wrong all over */
const MOST_PROBLEMS = 50

export type ReadYaml<T> =
  | {
      readonly kind: 'ok'
      readonly value: T
      /** where a part stands in the file */
      readonly at: (path: Path) => Place
    }
  /** at least one, in the order of the file */
  | { readonly kind: 'wrong'; readonly problems: readonly [Problem, ...Problem[]] }

/** Reads a file that people write by its schema. What is wrong is told with its place. An empty file is `{}`. Pure. */
export function readYaml<S extends z.ZodType>(
  text: string,
  schema: S,
  words: FileWords,
): ReadYaml<z.output<S>> {
  const lines = new LineCounter()
  const problem = (message: string, offset: number): Problem => ({
    file: words.file,
    message,
    ...placeOf(text, lines, offset),
  })
  const wrong = (message: string, offset: number) =>
    ({ kind: 'wrong', problems: [problem(message, offset)] }) as const
  if (text.length > MOST_CHARACTERS) return wrong('is longer than 256 KiB', 0)
  if (isTooDeep(text)) return wrong('is nested too deeply', 0)
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true, uniqueKeys: false })
  const [error] = [...document.errors, ...document.warnings]
  if (error) return wrong(firstLine(error.message), error.pos[0])
  const twice = findTwice(document)
  if (twice) return wrong(`keys must be unique: there is a ${twice.key} above already`, twice.offset)
  if (hasTooManyAliases(document)) return wrong('uses aliases more than 100 times', 0)
  let value: unknown
  try {
    // names for parts are there to be used, not to fill the memory
    value = document.contents === null ? {} : document.toJS({ maxAliasCount: 20 })
  } catch (cause) {
    return wrong(cause instanceof Error ? firstLine(cause.message) : 'cannot be read', 0)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success)
    return {
      kind: 'ok',
      value: parsed.data,
      at: (path) => placeOf(text, lines, offsetOf(document, path)),
    }
  const found = findIssues(document, parsed.error.issues, words)
    .slice(0, MOST_PROBLEMS)
    .map((one) => problem(one.message, one.offset))
  const [first = problem(`is no ${words.file}`, 0), ...others] = found
  return { kind: 'wrong', problems: [first, ...others] }
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')
}
