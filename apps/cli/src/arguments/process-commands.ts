import { UsageError } from './usage-error.ts'

export type ProcessCommands = Record<string, { command: string[] } | null>

/** What a shell need not look at. */
const PLAIN = /^[\w@%+:,./-][\w@%+:,./= -]*$/

/**
 * `worker=node worker.js` → its words; with anything that a shell reads, `/bin/sh -c`. Nothing after `=` takes the
 * process away. Error: UsageError.
 */
export function parseProcessCommands(words: readonly string[]): ProcessCommands {
  return Object.fromEntries(
    words.map((word) => {
      const [, name, text] = /^([a-z0-9-]+)=(.*)$/s.exec(word) ?? []
      if (name === undefined || text === undefined) {
        throw new UsageError(`--process "${word}" is not NAME=COMMAND: write it as worker='node worker.js'`)
      }
      return [name, text.trim() === '' ? null : { command: commandOf(text.trim()) }]
    }),
  )
}

/** The words of a line; with anything that a shell reads, `/bin/sh -c`. */
export function commandOf(text: string): string[] {
  const words = text.split(/ +/)
  const setsVariable = words[0]?.includes('=') ?? false
  return PLAIN.test(text) && !setsVariable ? words : ['/bin/sh', '-c', text]
}
