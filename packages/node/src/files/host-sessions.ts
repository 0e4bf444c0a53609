import { newId, toBerthError } from '@berth/core'
import { type Channel, FRAME } from '@berth/protocol'
import { type ChannelSink, type SessionViewer, tieChannel } from '../exec-channel.ts'
import { createGate } from '../gate.ts'
import { createHostInput } from './host-input.ts'

/** What work of the node itself shows to its viewer. */
type Output = {
  /** Resolves when there is room for more; rejects when the viewer went. */
  data(bytes: Uint8Array): Promise<void>
  note(line: string): void
  /** what its viewer sends; ends with an error when the viewer goes before all came */
  readonly input: AsyncIterable<Buffer>
}

/** Resolves to the exit code; `signal` is aborted when the viewer goes. */
export type HostWork = (output: Output, signal: AbortSignal) => Promise<number>

/** Sessions that run in this process, not in a container: each begins with its viewer, and ends with it. */
export type HostSessions = {
  /** Resolves to nothing yet: it waits for its viewer, for half a minute. */
  start(containerId: string, work: HostWork): string
  has(containerId: string, execId: string): boolean
  /** Those of one container that wait or run. */
  count(containerId: string): number
  attach(execId: string, channel: Channel): void
}

const WAIT_MS = 30_000
/** a frame stays well below the high mark of the window */
const PIECE = 30_000

export function createHostSessions(): HostSessions {
  const waiting = new Map<string, { containerId: string; work: HostWork }>()
  const running = new Map<string, { containerId: string }>()

  return {
    start(containerId, work) {
      const id = newId('exec')
      waiting.set(id, { containerId, work })
      setTimeout(() => waiting.delete(id), WAIT_MS).unref()
      return id
    },
    has: (containerId, execId) => waiting.get(execId)?.containerId === containerId,
    count(containerId) {
      const all = [...waiting.values(), ...running.values()]
      return all.filter((session) => session.containerId === containerId).length
    },
    attach(execId, channel) {
      const session = waiting.get(execId)
      waiting.delete(execId)
      if (!session) return
      running.set(execId, session)
      const ended = () => void running.delete(execId)
      tieChannel(
        channel,
        (sink) => view(session.work, sink, ended),
        () => undefined,
      )
    },
  }
}

function view(work: HostWork, sink: ChannelSink, ended: () => void): SessionViewer {
  const gate = createGate()
  const stop = new AbortController()
  const input = createHostInput()
  const output: Output = {
    input: input.bytes,
    async data(bytes) {
      for (let at = 0; at < bytes.length; at += PIECE) {
        await gate.open()
        stop.signal.throwIfAborted()
        sink.output(FRAME.data, bytes.subarray(at, at + PIECE))
      }
    },
    note: (line) => sink.output(FRAME.stderr, Buffer.from(`${line}\n`)),
  }
  // not at once: the channel is tied when this function has returned
  setImmediate(() => {
    void work(output, stop.signal)
      .then(
        (code) => sink.end({ kind: 'exit', code, signal: null }),
        (error: unknown) => {
          const { code, message } = toBerthError(error)
          sink.end({ kind: 'error', code, message })
        },
      )
      .finally(() => {
        input.cut()
        ended()
      })
  })
  return {
    write: (data) => input.write(data),
    eof: () => input.eof(),
    resize: () => undefined,
    pause: () => gate.pause(),
    resume: () => gate.resume(),
    close: () => {
      stop.abort()
      input.cut()
    },
  }
}
