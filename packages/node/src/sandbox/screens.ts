import type { Clock } from '@berth/core'
import type { Screen } from '@berth/protocol'
import type { AttachClient, Runtime } from '@berth/runtime'
import type { OpenStream, Size } from '../sessions.ts'
import { createTextScreen, type TextScreen } from './text-screen.ts'

/**
 * What stands on the terminals of sessions, for those who look on many at once. A screen is kept while somebody asks
 * for it, and made from the supervisor's replay when somebody asks again.
 */
export type Screens = {
  /** Those that ended, or have no terminal, are left out. */
  read(sessions: readonly SessionName[], rows: number): Promise<Screen[]>
  /** Lets go of those that nobody asked for lately; call it now and then. */
  sweep(): void
  close(): void
}

type SessionName = { readonly containerId: string; readonly execId: string }

type Watched = {
  readonly screen: TextScreen
  readonly client: AttachClient
  readonly session: { hasEnded: boolean }
  askedAt: number
}

const KEEP_MS = 30_000
/** each takes a fifth of a MiB */
const MOST = 400
const MOST_TIMES = 4000
/** until what a supervisor replays has come: a moment, as it is on the same machine */
const REPLAY_MS = 60

export function createScreens(options: {
  readonly runtime: Pick<Runtime, 'getExec'>
  readonly openStream: OpenStream
  readonly sizeOf: (execId: string) => Size
  readonly clock: Clock
}): Screens {
  const { runtime, openStream, sizeOf, clock } = options
  const watched = new Map<string, Watched>()
  const opening = new Map<string, Promise<Watched | undefined>>()
  /** what stood there when it was read last, and since when */
  const texts = new Map<string, { readonly text: string; readonly at: Date }>()

  return {
    async read(sessions, rows) {
      const read = await Promise.all(sessions.map((session) => readOne(session, rows)))
      return read.filter((screen) => screen !== undefined)
    },
    sweep() {
      const now = clock.now().getTime()
      for (const [id, { askedAt, session }] of watched)
        if (session.hasEnded || now - askedAt > KEEP_MS) drop(id)
      for (const id of [...texts.keys()].slice(0, -MOST_TIMES)) texts.delete(id)
    },
    close() {
      for (const id of watched.keys()) drop(id)
    },
  }

  async function readOne(session: SessionName, rows: number): Promise<Screen | undefined> {
    const { execId } = session
    const found = watched.get(execId) ?? (await share(session))
    if (!found || found.session.hasEnded) return undefined
    found.askedAt = clock.now().getTime()
    const shown = await found.screen.read(sizeOf(execId))
    const text = shown.lines.join('\n')
    const before = texts.get(execId)
    const at = before?.text === text ? before.at : clock.now()
    texts.delete(execId)
    texts.set(execId, { text, at })
    return { execId, ...shown, lines: shown.lines.slice(-rows), changedAt: at.toISOString() }
  }

  /** Who asks for the same at once waits for the same. */
  function share(session: SessionName): Promise<Watched | undefined> {
    const { execId } = session
    const known = opening.get(execId) ?? open(session).finally(() => opening.delete(execId))
    opening.set(execId, known)
    return known
  }

  async function open({ containerId, execId }: SessionName): Promise<Watched | undefined> {
    const found = await runtime.getExec(containerId, execId)
    if (!found?.tty) return undefined
    const session = { hasEnded: false }
    const screen = createTextScreen(sizeOf(execId))
    const client = await openStream(
      found.socket,
      {
        onStdout: (data) => screen.write(data),
        onStderr: () => undefined, // a terminal has none
        onEnd: () => {
          session.hasEnded = true
        },
      },
      { watches: true },
    ).catch(() => undefined) // it has ended: there is nothing to show
    if (!client) return undefined
    const entry = { screen, client, session, askedAt: clock.now().getTime() }
    for (const oldest of [...watched.keys()].slice(0, Math.max(0, watched.size + 1 - MOST))) drop(oldest)
    watched.set(execId, entry)
    await new Promise((resolve) => setTimeout(resolve, REPLAY_MS))
    return entry
  }

  function drop(execId: string): void {
    const entry = watched.get(execId)
    watched.delete(execId)
    entry?.client.close()
    entry?.screen.close()
  }
}
