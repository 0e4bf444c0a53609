import { MAX_REPLICAS } from './ranges.ts'
import { UsageError } from './usage-error.ts'

/** `['web=3']` → `{web: 3}`. Error: UsageError. */
export function parseProcesses(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    words.map((word) => {
      const [, name, count] = /^([a-z0-9-]+)=(\d+)$/.exec(word) ?? []
      if (Number(count) > MAX_REPLICAS)
        throw new UsageError(
          `"${word}" is too many: a process has 0 to ${MAX_REPLICAS} instances, as in web=3`,
        )
      if (name !== undefined) return [name, Number(count)]
      const meant = /^\d+$/.test(word) ? `say of which process: web=${word}` : 'write it as web=3'
      throw new UsageError(`"${word}" is not PROCESS=COUNT: ${meant}`)
    }),
  )
}
