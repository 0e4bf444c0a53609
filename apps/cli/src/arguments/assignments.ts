import { UsageError } from './usage-error.ts'

const NAME = /^[A-Za-z_]\w*$/

/** `['A=1', 'B=x=y']` → `{A: '1', B: 'x=y'}`; `where` is the option that they came with. Error: UsageError. */
export function parseAssignments(words: readonly string[], where = ''): Record<string, string> {
  const before = where === '' ? '' : `${where} `
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at <= 0) throw new UsageError(`${before}"${word}" is not KEY=VALUE: write it as LOG_LEVEL=debug`)
      return [variableName(word.slice(0, at), where), word.slice(at + 1)]
    }),
  )
}

/** The name of an environment variable. Error: UsageError, saying what is allowed. */
export function variableName(text: string, where = ''): string {
  if (NAME.test(text)) return text
  throw new UsageError(
    `${where === '' ? '' : `${where} `}"${text}" is no name of a variable: use letters, digits and _, beginning with no digit, as in LOG_LEVEL`,
  )
}
