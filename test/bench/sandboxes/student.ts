import { io, type Socket } from 'socket.io-client'
import { askAgainMs } from '../../../packages/protocol/src/ask-again.ts'
import type { SandboxView } from '../../../packages/protocol/src/index.ts'
import { TO_LESSONS } from '../../../packages/protocol/src/to-lessons.ts'
import { type Shell, openShell } from './shell.ts'
import { sessionApi } from './session-api.ts'

const WAITING: readonly string[] = ['queued', 'starting', 'frozen', 'stopped']

/** What a click led to, in milliseconds from it. */
export type Start = {
  readonly id: string
  /** the click was answered: with a sandbox, or with a place in the queue */
  readonly answered: number
  /** the first prompt was seen */
  readonly prompt: number
  /** the place that was shown; null: none had to be */
  readonly place: number | null
  /** it waited for a while, and no place was shown */
  readonly isLost: boolean
}

/** Somebody with a browser, as far as the platform can tell: a session's cookie, tRPC and a socket, through the door. */
export type Student = {
  start(): Promise<Start>
  /** What a button of their page does, and the sandbox as it is then. */
  act(what: 'pause' | 'resume' | 'reset' | 'stop'): Promise<void>
  /** Waits until it runs, as the page does. */
  runs(): Promise<void>
  /** The shell, with its prompt seen. */
  open(): Promise<Shell>
  /** The one that was opened last. Error: none is open. */
  shell(): Shell
  leave(): void
}

export function createStudent(options: {
  readonly url: string
  readonly cookie: string
  readonly courseLabId: string
}): Student {
  const { url, cookie } = options
  const api = sessionApi(options)
  let sandbox = ''
  let socket: Socket | undefined
  let isWatched = false
  let isStale = false
  let wake = () => {}
  let opened: Shell | undefined

  return {
    async start() {
      const clicked = performance.now()
      const view = await api.call<SandboxView>('sandboxes.start', { courseLab: options.courseLabId })
      const answered = performance.now() - clicked
      sandbox = view.id
      const waits = await runs(view)
      await open()
      const place = waits.find(({ queue }) => queue !== null)?.queue?.place ?? null
      const isLost = place === null && waits.filter(({ state }) => state === 'queued').length > 1
      return { id: view.id, answered, prompt: performance.now() - clicked, place, isLost }
    },
    async act(what) {
      await api.call(`sandboxes.${what}`, { sandbox })
    },
    runs: async () => void (await runs()),
    open,
    shell() {
      if (!opened) throw new Error('no shell is open')
      return opened
    },
    leave() {
      socket?.disconnect()
      socket = undefined
    },
  }

  /** What the page showed until it ran. */
  async function runs(first?: SandboxView): Promise<readonly SandboxView[]> {
    const waits: SandboxView[] = []
    for (let view = first ?? (await get()); view.state !== 'running'; view = await get()) {
      if (!WAITING.includes(view.state)) throw new Error(`it is ${view.state}`)
      waits.push(view)
      await changed(askAgainMs(view))
    }
    return waits
  }

  /** The page is told, and asks now and then. */
  async function changed(lateMs: number): Promise<void> {
    socket ??= await connect()
    if (!isWatched) {
      isWatched = true
      await socket.emitWithAck('watch', { sandbox })
      return
    }
    if (!isStale) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, lateMs)
        wake = () => {
          clearTimeout(late)
          resolve()
        }
      })
    }
    isStale = false
  }

  function get(): Promise<SandboxView> {
    return api.ask<SandboxView>('sandboxes.get', { sandbox })
  }

  async function open(): Promise<Shell> {
    socket ??= await connect()
    opened = await openShell(socket, sandbox)
    return opened
  }

  async function connect(): Promise<Socket> {
    const { hostname, port } = new URL(url)
    const made = io(`http://127.0.0.1:${port}/sandbox`, {
      ...{ transports: ['websocket'], forceNew: true, reconnection: false, timeout: 60_000 },
      query: TO_LESSONS,
      extraHeaders: { cookie, origin: url, host: `${hostname}:${port}` },
    })
    made.on('changed', () => {
      isStale = true
      wake()
    })
    return new Promise((resolve, reject) => {
      made.once('connect', () => resolve(made))
      made.once('connect_error', reject)
    })
  }
}
