import { connect } from 'node:net'
import { BerthError } from '@berth/core'

const TIMEOUT_MS = 5000

/**
 * One command to HAProxy's admin or master socket, and its whole answer (management.txt, section 9.3).
 * Error: ingress.failed when nobody answers.
 */
export function haproxyCommand(socketPath: string, command: string): Promise<string> {
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
    socket.on('end', () => resolve(Buffer.concat(chunks).toString().trim()))
  })
}
