import { TO_LESSONS } from '@berth/protocol/to-lessons.ts'
import { io, type Socket } from 'socket.io-client'
import { BrowserSession } from './browser-session.ts'
import { eventually } from './eventually.ts'

const LATE_MS = 200_000
const SIZE = { cols: 80, rows: 24 }

/** A guest of a course, with the session and the socket of a browser. */
export type LabStudent = {
  readonly session: BrowserSession
  readonly sandbox: string
  /** What a window that is opened now is given of the first shell, until it has these words. */
  replay(until: string): Promise<Buffer>
  /** What came to the window that stays open since it was opened last: it is opened anew when the way to it broke. */
  seen(): string
  type(line: string): void
  fileText(container: string, path: string): Promise<string>
  leave(): void
}

/** Joins by the code of a course, starts its lab, and has the prompt of a shell in sight. */
export async function joinLab(
  url: string,
  wish: { code: string; name: string; courseLab: string },
): Promise<LabStudent> {
  const session = new BrowserSession(url)
  const { token } = await session.api.join.asGuest.mutate({ code: wish.code, name: wish.name })
  await session.signInWith('guest', { token })
  return startLab(url, session, wish)
}

/** Of somebody who has come to the course: starts the lab, and has the prompt of a shell in sight. */
export async function startLab(
  url: string,
  session: BrowserSession,
  wish: { name: string; courseLab: string },
): Promise<LabStudent> {
  const { id: sandbox } = await session.api.sandboxes.start.mutate({ courseLab: wish.courseLab })
  await eventually(async () => (await session.api.sandboxes.get.query({ sandbox })).state === 'running', {
    withinMs: LATE_MS,
    what: `the lab of ${wish.name}`,
  })
  const window = await keepWindow(url, session, sandbox)
  return {
    ...{ session, sandbox, ...window },
    replay: async (until) => readReplay(await connect(url, session), { sandbox, until }),
  }
}

/** As the page does: what broke on the way is opened again, with the same shell. */
async function keepWindow(url: string, session: BrowserSession, sandbox: string) {
  const socket = await connect(url, session)
  let text = ''
  socket.on('data', (bytes: Uint8Array) => {
    text += Buffer.from(bytes).toString()
    socket.emit('ack', bytes.length)
  })
  const open = () =>
    eventually(
      () => {
        text = ''
        return asked(socket, 'open', { sandbox, number: 1, ...SIZE }).then(
          () => true,
          () => false, // its node is away
        )
      },
      { withinMs: LATE_MS, what: 'a shell' },
    )
  let opening = open()
  socket.on('end', () => {
    opening = opening.then(open)
  })
  await opening
  await eventually(() => text.includes('# '), { withinMs: LATE_MS, what: 'a prompt' })
  return {
    seen: () => text,
    type: (line: string) => void socket.emit('input', Buffer.from(`${line}\r`)),
    fileText: async (container: string, path: string) => {
      const { content } = await asked<{ content: string }>(socket, 'read', {
        ...{ sandbox, container, path, maxBytes: 100_000 },
      })
      return Buffer.from(content, 'base64').toString()
    },
    leave: () => void socket.disconnect(),
  }
}

async function readReplay(socket: Socket, wish: { sandbox: string; until: string }): Promise<Buffer> {
  let came = Buffer.alloc(0)
  socket.on('data', (bytes: Uint8Array) => {
    came = Buffer.concat([came, bytes])
  })
  await asked(socket, 'open', { sandbox: wish.sandbox, number: 1, ...SIZE })
  await eventually(() => came.includes(wish.until), { what: `${wish.until} in what is replayed` })
  socket.disconnect()
  return came
}

async function asked<T>(socket: Socket, event: string, body: object): Promise<T> {
  const answer = await socket.timeout(LATE_MS).emitWithAck(event, body)
  if (!answer.ok) throw new Error(`${event} was refused: ${answer.error.message}`)
  return answer
}

function connect(url: string, { cookie }: BrowserSession): Promise<Socket> {
  const socket = io(`${url}/sandbox`, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false, timeout: LATE_MS },
    query: TO_LESSONS,
    extraHeaders: { cookie, origin: url },
  })
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('connect_error', reject)
  })
}
