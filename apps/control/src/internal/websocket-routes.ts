import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { BerthError, toBerthError } from '@berth/core'
import type { Db } from '@berth/db'
import { beginImport, dropImport, findKept, type LogBlobs, type NodeService } from '@berth/deploy'
import { type Channel, encodeFrame, FRAME, type Ticket } from '@berth/protocol'
import type { Queues } from '@berth/queue'
import type { TicketVerifier } from '@berth/vault'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ConnectedNodes } from '../gateway/connected-nodes.ts'
import { bearerOf } from '../http/bearer.ts'
import type { Upgrade } from '../http/control-server.ts'
import { sendKept } from '../logs/send-kept.ts'
import { findContainer } from './find-container.ts'
import { nodeOfVolume } from './node-of-volume.ts'
import type { Visits } from '../sleep/visits.ts'
import { type Relay, relay } from './relay.ts'

export type WebsocketOptions = {
  readonly db: Db
  readonly connected: ConnectedNodes
  readonly tickets: TicketVerifier
  readonly nodes: NodeService
  readonly blobs: LogBlobs
  readonly visits: Visits
  readonly queues: Pick<Queues, 'wakeNode'>
  readonly onError: (error: unknown) => void
}

/** `/internal/attach`, `/internal/logs`, and what a volume holds, out and in. What refuses them is said before the websocket is accepted. */
export function websocketRoutes(options: WebsocketOptions): Readonly<Record<string, Upgrade>> {
  const websockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: 1024 * 1024,
  })
  const route = (open: (ticket: Ticket) => Promise<Opened>): Upgrade => {
    return async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const { inside, onClose, ...opened } = await open(options.tickets.verify(bearerOf(request)))
      websockets.handleUpgrade(request, socket, head, (websocket) => {
        if (inside !== undefined) websocket.once('close', options.visits.enter(inside))
        if (onClose !== undefined) websocket.once('close', onClose)
        relay({ websocket, ...opened })
      })
    }
  }
  return {
    '/internal/attach': route((ticket) => openAttach(options, ticket)),
    '/internal/volume-export': route((ticket) => openExport(options, ticket)),
    '/internal/volume-import': route((ticket) => openImport(options, ticket)),
    '/internal/logs': async (request, socket, head) => {
      const ticket = options.tickets.verify(bearerOf(request))
      if (ticket.act !== 'logs') throw wrongTicket()
      const opened = ticket.kept ? undefined : await openLogs(options, ticket)
      websockets.handleUpgrade(request, socket, head, (websocket) => {
        if (opened) relay({ websocket, ...opened })
        else void readKept(options, ticket, websocket)
      })
    },
  }
}

/** `inside`: the app that somebody has a session in, which must not fall asleep meanwhile. */
type Opened = Omit<Relay, 'websocket'> & { readonly inside?: string; readonly onClose?: () => void }

async function openAttach({ db, connected }: WebsocketOptions, ticket: Ticket): Promise<Opened> {
  if (ticket.act !== 'attach') throw wrongTicket()
  const { tenantId, containerId, execId, cols, rows } = ticket
  const container = await findContainer(db, tenantId, containerId)
  const node = connected.get(container.nodeId)
  const channel = await opened(node.openChannel(), (id) =>
    node.peer.call('exec.attach', {
      execId,
      containerId,
      channel: id,
      ...(cols !== undefined && { cols }),
      ...(rows !== undefined && { rows }),
    }),
  )
  return { channel, inside: container.appId }
}

async function openExport({ db, connected }: WebsocketOptions, ticket: Ticket): Promise<Opened> {
  if (ticket.act !== 'volume-export') throw wrongTicket()
  const { tenantId, volumeId } = ticket
  const node = connected.get(await nodeOfVolume(db, tenantId, volumeId))
  const channel = await opened(node.openChannel(), (id) =>
    node.peer.call('volume.export', { volume: volumeId, channel: id }),
  )
  return { channel }
}

/** Whatever ends it: what has not arrived by then is given up, and its room with it. */
async function openImport(options: WebsocketOptions, ticket: Ticket): Promise<Opened> {
  if (ticket.act !== 'volume-import') throw wrongTicket()
  const { db, connected, queues, onError } = options
  const { act: _act, ...wanted } = ticket
  const { nodeId, ...begun } = await beginImport({ db, wake: queues }, wanted)
  const drop = () => dropImport(db, wanted.tenantId, begun.snapshot)
  try {
    const node = connected.get(nodeId)
    const channel = await opened(node.openChannel(), (id) =>
      node.peer.call('volume.import', { volume: wanted.volumeId, ...begun, channel: id }),
    )
    return { channel, onClose: () => void drop().catch(onError) }
  } catch (error) {
    await drop()
    throw error
  }
}

type LogsTicket = Extract<Ticket, { act: 'logs' }>

/** First what is kept, then what its node has beyond that: the reader sees one log. */
async function readKept(options: WebsocketOptions, ticket: LogsTicket, websocket: WebSocket): Promise<void> {
  const { tenantId, query, kept } = ticket
  const end = (reason: object) => {
    websocket.send(encodeFrame(1, FRAME.end, Buffer.from(JSON.stringify(reason))))
    websocket.close()
  }
  websocket.on('error', () => websocket.terminate()) // `close` follows
  try {
    const { lines, places } = await findKept(options, {
      ...{ appId: '', ...kept, tenantId, grep: query.grep },
      since: momentOf(query.since),
      until: momentOf(query.until),
    })
    if (!(await sendKept(websocket, lines))) return
    if (query.containerIds.length === 0) return end({ kind: 'closed' })
    const from = Object.fromEntries(Object.entries(places).filter(([id]) => query.containerIds.includes(id)))
    const opened = await openLogs(options, { ...ticket, query: { ...query, from } })
    relay({ websocket, ...opened })
  } catch (thrown) {
    const { code, message } = toBerthError(thrown)
    end({ kind: 'error', code, message })
  }
}

function momentOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text)
}

/** Containers of one request lie on one node: web asks once per node. */
async function openLogs(options: WebsocketOptions, ticket: LogsTicket): Promise<Opened> {
  const { db, connected, nodes } = options
  const { tenantId, query } = ticket
  const containers = await Promise.all(query.containerIds.map((id) => findContainer(db, tenantId, id)))
  const [nodeId, ...others] = new Set(containers.map((container) => container.nodeId))
  if (!nodeId || others.length > 0) {
    throw new BerthError('input.invalid', 'these instances are on several nodes: ask for one at a time')
  }
  const node = connected.get(nodeId)
  const mask = await nodes.logMask(query.containerIds)
  const channel = await opened(node.openChannel(), (id) =>
    node.peer.call('logs.open', { query, channel: id }),
  )
  return { channel, mask }
}

async function opened(channel: Channel, ask: (id: number) => Promise<unknown>): Promise<Channel> {
  try {
    await ask(channel.id)
    return channel
  } catch (error) {
    channel.close()
    throw error
  }
}

export function wrongTicket(): BerthError {
  return new BerthError('auth.forbidden', 'the ticket is for something else')
}
