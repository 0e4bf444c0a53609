import { connect } from 'node:net'
import { BerthError } from '@berth/core'

const TIMEOUT_MS = 5000

/**
 * The answers of several commands that only show something, over one connection: each of them ends with an empty
 * line, and has none. Error: ingress.failed, also when one is refused.
 */
export async function haproxyAnswers(
  socketPath: string,
  commands: readonly string[],
): Promise<readonly string[]> {
  const text = await rawAnswer(socketPath, commands.join(';'))
  const answers = splitAnswers(text)
  if (answers.length === commands.length) return answers
  throw new BerthError(
    'ingress.failed',
    `HAProxy gave ${answers.length} answers to ${commands.length} questions: ${text.slice(-200)}`,
  )
}

function splitAnswers(text: string): readonly string[] {
  const answers: string[] = []
  let lines: string[] = []
  for (const line of text.split('\n')) {
    if (line !== '') {
      lines.push(line)
      continue
    }
    answers.push(lines.join('\n'))
    lines = []
  }
  return answers.slice(0, -1) // after the line that ends the last one nothing comes
}

/**
 * One command to HAProxy's admin or master socket, and its whole answer (management.txt, section 9.3).
 * Error: ingress.failed when nobody answers.
 */
export async function haproxyCommand(socketPath: string, command: string): Promise<string> {
  return (await rawAnswer(socketPath, command)).trim()
}

function rawAnswer(socketPath: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect({ path: socketPath, allowHalfOpen: true })
    const fail = (cause: Error) => {
      socket.destroy()
      reject(
        new BerthError('ingress.failed', `HAProxy does not answer at ${socketPath}: ${cause.message}`, {
          cause,
        }),
      )
    }
    socket.setTimeout(TIMEOUT_MS, () =>
      fail(new Error(`no answer to "${command.split('\n', 1)[0]}" in ${TIMEOUT_MS} ms`)),
    )
    // the half-close says that no other command follows: the master keeps the connection open otherwise
    socket.on('connect', () => socket.end(`${command}\n`))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', fail)
    socket.on('end', () => resolve(Buffer.concat(chunks).toString()))
  })
}
