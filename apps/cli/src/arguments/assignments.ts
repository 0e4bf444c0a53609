import { UsageError } from './usage-error.ts'

/** `['A=1', 'B=x=y']` → `{A: '1', B: 'x=y'}`. Error: UsageError. */
export function parseAssignments(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at > 0) return [word.slice(0, at), word.slice(at + 1)]
      throw new UsageError(`"${word}" is not KEY=VALUE`)
    }),
  )
}
