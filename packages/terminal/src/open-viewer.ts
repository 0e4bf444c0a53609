import { write } from 'node:fs'
import { promisify } from 'node:util'
import { type IPty, spawn } from 'node-pty'
import { createPacedWriter } from './paced-writer.ts'
import type { OpenViewer } from './terminal.ts'

/**
 * Runs the attach client on a terminal of its own, one per viewer. Closing it ends the viewer, never the session.
 *
 * A pause stops the client itself, not the reading from its terminal: a client that cannot exit cannot leave output
 * unread behind, which node-pty would drop 200 ms later. At most one terminal buffer (64 KiB) still arrives.
 */
export const openViewer: OpenViewer = (command, size) => {
  const terminal = spawn(command.file, [...command.args], {
    cols: size.cols,
    rows: size.rows,
    cwd: '/',
    env: {},
    encoding: null,
  })
  const writer = createPacedWriter(async (data) => (await writeTo(descriptor(terminal), data)).bytesWritten)
  let ended = false
  terminal.onExit(() => {
    ended = true
    writer.end()
  })
  const signal = (name: NodeJS.Signals) => {
    if (!ended) process.kill(terminal.pid, name)
  }

  return {
    onData: (listener) => void terminal.onData((data: string | Uint8Array) => listener(bytes(data))),
    onEnd: (listener) => void terminal.onExit(({ exitCode }) => listener(exitCode)),
    write: (data) => writer.write(data),
    resize: ({ cols, rows }) => {
      if (ended) return
      // another viewer may have made the session of another size since: the client says this one's again
      if (terminal.cols === cols && terminal.rows === rows) signal('SIGWINCH')
      else terminal.resize(cols, rows)
    },
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    close: () => {
      writer.end()
      signal('SIGKILL')
    },
  }
}

const writeTo = promisify(write)

/** The terminal's master side, which node-pty has and its types do not tell. */
function descriptor(terminal: IPty): number {
  return 'fd' in terminal && typeof terminal.fd === 'number' ? terminal.fd : -1
}

/** Without an encoding node-pty gives buffers, whatever its types say. */
function bytes(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data
}
