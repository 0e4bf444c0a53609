import { BerthError } from '@berth/core'
import { type Channel, FRAME } from '@berth/protocol'
import { type AttachHandlers, type AttachClient, type ExecSession, type Runtime } from '@berth/runtime'
import type { OpenViewer } from '@berth/terminal'
import { type ChannelSink, type SessionViewer, signalName, tieChannel } from './exec-channel.ts'
import type { NodeLog } from './node-log.ts'

/** Connects to a session without a terminal: `attachClient` of the runtime. */
export type OpenStream = (
  socket: string,
  handlers: AttachHandlers,
  options?: { watches?: boolean },
) => Promise<AttachClient>

export type Size = { readonly cols: number; readonly rows: number }

/** Viewers of exec sessions, and the end of sessions that nobody views any more. */
export type Sessions = {
  attach(request: {
    containerId: string
    execId: string
    channel: Channel
    /** absent: it is as large as it was, which who only looks on must not change */
    size?: Size | undefined
  }): Promise<{ tty: boolean }>
  /** Of a terminal, as its last viewer that has one made it. */
  sizeOf(execId: string): Size
  /** Ends what nobody has viewed for ten minutes, and jobs whose viewer has left; call it now and then. */
  endIdle(containerIds: readonly string[], now: Date): Promise<void>
}

const USUAL_SIZE: Size = { cols: 80, rows: 24 }
const IDLE_MS = 10 * 60_000
/** of a job that its viewer waits for: as long as a page or a terminal takes to come back */
const UNATTENDED_MS = 30_000
const MOST_SIZES = 4096
/** from SIGHUP to SIGKILL */
const LAST_WORDS_MS = 20_000

export function createSessions(options: {
  runtime: Runtime
  openViewer: OpenViewer
  openStream: OpenStream
  /** the last viewer of a session went */
  onLeft: (session: { containerId: string; execId: string }) => void
  log: NodeLog
}): Sessions {
  const { runtime, openViewer, openStream, onLeft, log } = options
  const viewers = new Map<string, number>()
  const unviewedSince = new Map<string, Date>()
  const sizes = new Map<string, Size>()
  const sizeOf = (execId: string) => sizes.get(execId) ?? USUAL_SIZE

  return {
    sizeOf,
    async attach({ containerId, execId, channel, size }) {
      viewers.set(execId, (viewers.get(execId) ?? 0) + 1)
      try {
        const session = await runtime.getExec(containerId, execId)
        if (!session) throw ended()
        if (size) sizes.set(execId, size)
        if (session.tty) viewTerminal(session, channel, sizeOf(execId))
        else await viewStream(session, channel)
        return { tty: session.tty }
      } catch (error) {
        channel.close()
        left({ containerId, id: execId })
        throw error
      }
    },
    async endIdle(containerIds, now) {
      const sessions = (await Promise.all(containerIds.map(sessionsOf))).flat()
      const alive = new Set(sessions.map((session) => session.id))
      for (const id of unviewedSince.keys()) if (!alive.has(id)) unviewedSince.delete(id)
      forgetSizes()
      for (const session of sessions) await endWhenIdle(session, now)
    },
  }

  /** With that of the container's own program, where somebody attends to it. */
  async function sessionsOf(containerId: string): Promise<readonly ExecSession[]> {
    const main = await runtime.getExec(containerId, containerId)
    return [...(await runtime.execs(containerId)), ...(main ? [main] : [])]
  }

  /** The newest thousands stay: nobody tells when a session that nobody looks at has ended. */
  function forgetSizes(): void {
    for (const id of [...sizes.keys()].slice(0, -MOST_SIZES)) sizes.delete(id)
  }

  function viewTerminal(session: ExecSession, channel: Channel, size: Size): void {
    const open = (sink: ChannelSink): SessionViewer => {
      const viewer = openViewer(runtime.attachCommand(session), size)
      viewer.onData((data) => sink.output(FRAME.data, data))
      viewer.onEnd((code) => sink.end({ kind: 'exit', code, signal: null }))
      const resize = (next: Size) => {
        sizes.set(session.id, next)
        viewer.resize(next)
      }
      return { ...viewer, resize, eof: () => undefined } // a terminal's end of input is a byte like any other
    }
    tieChannel(channel, open, () => left(session))
  }

  async function viewStream(session: ExecSession, channel: Channel): Promise<void> {
    let sink: ChannelSink | undefined
    const early: ((sink: ChannelSink) => void)[] = []
    const emit = (event: (sink: ChannelSink) => void) => (sink ? event(sink) : void early.push(event))
    const client = await openStream(session.socket, {
      onStdout: (data) => emit((to) => to.output(FRAME.data, data)),
      onStderr: (data) => emit((to) => to.output(FRAME.stderr, data)),
      onEnd: (exit) =>
        emit((to) =>
          to.end(
            exit
              ? { kind: 'exit', code: exit.code, signal: signalName(exit.signal) }
              : { kind: 'error', code: 'container.not_running', message: 'the way to the session was lost' },
          ),
        ),
    })
    tieChannel(
      channel,
      (to) => {
        sink = to
        const write = async (data: Uint8Array) => {
          if (!client.write(data)) await client.drained()
        }
        return { ...client, write, resize: () => undefined }
      },
      () => left(session),
    )
    if (sink) for (const event of early) event(sink)
  }

  function left({ id, containerId }: Pick<ExecSession, 'id' | 'containerId'>): void {
    const count = (viewers.get(id) ?? 1) - 1
    if (count > 0) return void viewers.set(id, count)
    viewers.delete(id)
    unviewedSince.delete(id)
    onLeft({ containerId, execId: id })
  }

  async function endWhenIdle({ id, containerId }: ExecSession, now: Date): Promise<void> {
    if (viewers.has(id)) return void unviewedSince.delete(id)
    const since = unviewedSince.get(id) ?? now
    unviewedSince.set(id, since)
    const idle = now.getTime() - since.getTime()
    if (id === containerId) return endUnattended(containerId, idle)
    if (idle < IDLE_MS) return
    log.info({ exec: id, container: containerId }, 'a session ended: nobody viewed it for ten minutes')
    await runtime.killExec(containerId, id)
    unviewedSince.delete(id)
  }

  /** By a signal, not by a stop: what ends so is not wanted again. */
  async function endUnattended(containerId: string, idle: number): Promise<void> {
    if (idle < UNATTENDED_MS) return
    log.info({ container: containerId }, 'a job ends: its viewer has left')
    await runtime.kill(containerId, idle < UNATTENDED_MS + LAST_WORDS_MS ? 'SIGHUP' : 'SIGKILL')
  }
}

function ended(): BerthError {
  return new BerthError('container.not_running', 'the session has ended: open another one')
}
