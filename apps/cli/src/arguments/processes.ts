import { UsageError } from './usage-error.ts'

/** `['web=3']` → `{web: 3}`. Error: UsageError. */
export function parseProcesses(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    words.map((word) => {
      const [, name, count] = /^([a-z0-9-]+)=(\d+)$/.exec(word) ?? []
      if (name !== undefined) return [name, Number(count)]
      throw new UsageError(`"${word}" is not NAME=COUNT, as in web=3`)
    }),
  )
}
