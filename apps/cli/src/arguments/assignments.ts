import { UsageError } from './usage-error.ts'

const NAME = /^[A-Za-z_]\w*$/

/** `['A=1', 'B=x=y']` → `{A: '1', B: 'x=y'}`. Error: UsageError. */
export function parseAssignments(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at <= 0) throw new UsageError(`"${word}" is not KEY=VALUE`)
      return [variableName(word.slice(0, at)), word.slice(at + 1)]
    }),
  )
}

/** The name of an environment variable. Error: UsageError, saying what is allowed. */
export function variableName(text: string): string {
  if (NAME.test(text)) return text
  throw new UsageError(
    `"${text}" is no name of a variable: use letters, digits and _, beginning with no digit, as in LOG_LEVEL`,
  )
}
