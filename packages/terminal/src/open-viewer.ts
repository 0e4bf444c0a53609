import { spawn } from 'node-pty'
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
  let ended = false
  terminal.onExit(() => {
    ended = true
  })
  const signal = (name: NodeJS.Signals) => {
    if (!ended) process.kill(terminal.pid, name)
  }

  return {
    onData: (listener) => void terminal.onData((data: string | Uint8Array) => listener(bytes(data))),
    onEnd: (listener) => void terminal.onExit(({ exitCode }) => listener(exitCode)),
    write: (data) => {
      if (!ended) terminal.write(Buffer.from(data))
    },
    resize: ({ cols, rows }) => {
      if (!ended) terminal.resize(cols, rows)
    },
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    close: () => {
      signal('SIGKILL')
    },
  }
}

/** Without an encoding node-pty gives buffers, whatever its types say. */
function bytes(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data
}
