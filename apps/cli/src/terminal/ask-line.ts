import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { BerthError } from '@berth/core'

/** One line from the terminal's user. Error: input.invalid when nobody sits there. */
export async function askLine(
  question: string,
  options: {
    readonly hidden?: boolean
    /** what to do where nobody can be asked */
    readonly orElse: string
  },
): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new BerthError('input.invalid', `there is no terminal to ask on: ${options.orElse}`)
  }
  process.stderr.write(question)
  const output = options.hidden
    ? new Writable({ write: (_chunk, _encoding, done) => done() })
    : process.stderr
  const reader = createInterface({ input: process.stdin, output, terminal: true })
  try {
    return (await reader.question('')).trim()
  } finally {
    reader.close()
    if (options.hidden) process.stderr.write('\n')
  }
}
