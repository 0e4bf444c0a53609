import { createServer, type IncomingMessage } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Secret } from '@berth/core'
import { decodeFrame, encodeFrame, FRAME, type Ticket } from '@berth/protocol'
import { createTicketVerifier } from '@berth/vault'
import { type WebSocket, WebSocketServer } from 'ws'

/** The other end of web's streams: checks tickets, echoes what is typed, and shows two log lines. */
export type EchoControl = {
  readonly socketPath: string
  readonly tickets: Ticket[]
  /** cuts every stream, as a control process that is killed would */
  cut(): void
  /** how many streams are open */
  open(): number
  /** bytes typed by anybody, which were all sent back */
  echoed(): number
  close(): Promise<void>
}

/** `key` is the content of the ticket key file. */
export async function startEchoControl(key: string): Promise<EchoControl> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-echo-'))
  const socketPath = path.join(folder, 'control.sock')
  const verifier = createTicketVerifier(new Secret(key))
  const tickets: Ticket[] = []
  let echoed = 0
  const check = (req: IncomingMessage) => {
    tickets.push(verifier.verify(req.headers.authorization?.replace('Bearer ', '') ?? ''))
  }
  const server = createServer((req, res) => {
    check(req)
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ execId: 'exe_a' }))
  })
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (req, socket, head) => {
    check(req)
    sockets.handleUpgrade(req, socket, head, (ws) =>
      req.url === '/internal/logs' ? showLogs(ws) : echo(ws, (bytes) => (echoed += bytes)),
    )
  })
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  const cut = () => {
    for (const ws of sockets.clients) ws.terminate()
  }
  return {
    socketPath,
    tickets,
    cut,
    open: () => sockets.clients.size,
    echoed: () => echoed,
    close: async () => {
      cut()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function echo(ws: WebSocket, onEcho: (bytes: number) => void): void {
  const send = (kind: 0 | 3 | 5, payload: Uint8Array) => ws.send(encodeFrame(1, kind, payload))
  ws.on('message', (data: Buffer) => {
    const frame = decodeFrame(data)
    if (frame?.kind === FRAME.data) {
      send(FRAME.data, frame.payload)
      onEcho(frame.payload.length)
      const used = Buffer.alloc(4)
      used.writeUInt32BE(frame.payload.length)
      send(FRAME.ack, used)
    }
    if (frame?.kind === FRAME.resize) send(FRAME.data, frame.payload)
    if (frame?.kind === FRAME.eof) send(FRAME.end, Buffer.from('{"kind":"exit","code":3,"signal":null}'))
  })
}

function showLogs(ws: WebSocket): void {
  const line = (text: string) => ({
    containerId: 'c',
    at: '2026-01-01T00:00:00.000Z',
    stream: 'stdout',
    text,
  })
  ws.send(encodeFrame(1, FRAME.data, Buffer.from('[{"text":"\\*'))) // as a node that is taken over may
  ws.send(encodeFrame(1, FRAME.data, Buffer.from(JSON.stringify([line('one'), line('two')]))))
  ws.send(encodeFrame(1, FRAME.end, Buffer.from('{"kind":"closed"}')))
}
