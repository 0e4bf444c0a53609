import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { BerthError } from '../../../../packages/core/src/index.ts'
import {
  agentToControl,
  type Channel,
  type ContainerSpec,
  type ContainerStats,
  controlToAgent,
  createPeer,
  GATEWAY_VERSION,
  type LogPiece,
  type ObservedContainer,
  type Peer,
  type RequestOf,
  type WantedVolume,
} from '@berth/protocol'
import { WebSocketServer } from 'ws'

/** Control as an agent sees it, in this process: the real peer, with what is wanted and what was told in memory. */
export type TestControl = {
  readonly wanted: Map<string, ContainerSpec>
  /** those that it cannot tell of now */
  readonly untold: Set<string>
  readonly volumes: Map<string, WantedVolume>
  /** as the agent told of them last */
  foundVolumes(): RequestOf<typeof agentToControl, 'volume.converge'>
  /** the newest of each container */
  readonly told: Map<string, ObservedContainer>
  readonly states: string[]
  readonly stats: ContainerStats[]
  /** parts of logs, in the order in which they came */
  readonly kept: LogPiece[]
  agent(): Peer<typeof controlToAgent>
  openChannel(): Channel
  /** Ends all streams and takes no new ones until `open`. */
  close(): Promise<void>
  open(): Promise<void>
}

export function createTestControl(options: {
  socket: string
  layout: string
  queue: { name: string; username: string; password: string }
}): TestControl {
  const wanted = new Map<string, ContainerSpec>()
  const untold = new Set<string>()
  const answer = (ids: readonly string[]) => ({
    containers: ids.flatMap((id) => (untold.has(id) ? [] : (wanted.get(id) ?? []))),
    untold: [...untold],
  })
  const volumes = new Map<string, WantedVolume>()
  let foundVolumes: RequestOf<typeof agentToControl, 'volume.converge'> = { volumes: [], problems: {} }
  const told = new Map<string, ObservedContainer>()
  const states: string[] = []
  const stats: ContainerStats[] = []
  const kept: LogPiece[] = []
  let agent: Peer<typeof controlToAgent> | undefined
  let nextChannel = 1
  let server = createServer()

  return {
    wanted,
    untold,
    volumes,
    foundVolumes: () => foundVolumes,
    told,
    states,
    stats,
    kept,
    agent: () => {
      if (!agent || agent.closed.aborted) throw new Error('no agent is connected')
      return agent
    },
    openChannel() {
      return this.agent().openChannel(nextChannel++)
    },
    async close() {
      agent?.close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
    async open() {
      server = createServer((request, response) => void serveRegistry(options.layout, request, response))
      const sockets = new WebSocketServer({ server, path: '/agent/v1', perMessageDeflate: false })
      sockets.on('connection', (socket) => {
        agent = createPeer({
          wire: {
            send: (data) => socket.send(data),
            onMessage: (listener) =>
              void socket.on('message', (data, isBinary) => {
                if (Buffer.isBuffer(data)) listener(isBinary ? data : data.toString())
              }),
            onClose: (listener) => void socket.once('close', listener),
            close: () => socket.terminate(),
          },
          version: GATEWAY_VERSION,
          incoming: agentToControl,
          outgoing: controlToAgent,
          handlers: {
            ...noBuilds,
            'node.hello': async () => ({ nodeId: 'nod_test', nodeName: 'test', queue: options.queue }),
            'node.inventory': async ({ containers }) => {
              hear(containers)
              return answer([...wanted.keys()])
            },
            'container.specs': async ({ ids }) => answer(ids),
            'volume.converge': async (request) => {
              foundVolumes = request
              return { volumes: [...volumes.values()] }
            },
            'container.report': async ({ containers }) => {
              hear(containers)
              return {}
            },
            'logs.places': async ({ ids }) => ({
              places: Object.fromEntries(ids.map((id) => [id, placeOf(kept, id)])),
            }),
            'logs.keep': async (piece) => {
              kept.push(piece)
              return { next: piece.end }
            },
            'container.stats': async ({ containers }) => {
              stats.push(...containers)
              return {}
            },
            'registry.token': async ({ containerId }) => {
              const { repository, digest } = wanted.get(containerId)?.image ?? { repository: '', digest: '' }
              return { url: 'http://localhost', repository, digest, token: 'pull' }
            },
          },
        })
      })
      server.listen(options.socket)
      await once(server, 'listening')
    },
  }

  function hear(containers: readonly ObservedContainer[]): void {
    for (const observed of containers) {
      if (told.get(observed.id)?.state !== observed.state) states.push(`${observed.id} ${observed.state}`)
      told.set(observed.id, observed)
    }
  }
}

function placeOf(kept: readonly LogPiece[], id: string) {
  return kept.findLast((piece) => piece.id === id)?.end ?? { segment: 0, offset: 0 }
}

const noBuild = async () => {
  throw new BerthError('build.not_found', 'nothing is built here')
}

const noBuilds = {
  'build.specs': async () => ({ builds: [] }),
  'build.report': noBuild,
  'build.output': noBuild,
  'build.token': noBuild,
  'build.base': noBuild,
}

/** A registry of one layout: any repository has all of its blobs, and takes more from everybody. */
async function serveRegistry(layout: string, request: IncomingMessage, response: ServerResponse) {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
  const digest = searchParams.get('digest') ?? ''
  const upload = join(layout, 'upload')
  switch (request.method) {
    case 'POST':
      if (searchParams.has('mount')) return response.writeHead(201).end()
      return response.writeHead(202, { location: `${pathname}one` }).end()
    case 'PATCH':
      await writeFile(upload, await buffer(request))
      return response.writeHead(202, { location: pathname }).end()
    case 'PUT': {
      if (!pathname.includes('/manifests/')) await rename(upload, blobOf(layout, digest))
      else {
        const manifest = await buffer(request)
        await writeFile(blobOf(layout, createHash('sha256').update(manifest).digest('hex')), manifest)
      }
      return response.writeHead(201).end()
    }
    default:
      return serveBlob(layout, request, response)
  }
}

function blobOf(layout: string, digest: string): string {
  return join(layout, 'blobs/sha256', digest.replace('sha256:', ''))
}

async function serveBlob(layout: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, kind, hex = ''] = /\/(manifests|blobs)\/sha256:([0-9a-f]{64})$/.exec(request.url ?? '') ?? []
  const bytes = await readFile(join(layout, 'blobs/sha256', hex)).catch(() => undefined)
  if (!bytes || hex === '')
    return void response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}')
  const type = kind === 'manifests' ? manifestType(bytes) : 'application/octet-stream'
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length }).end(bytes)
}

function manifestType(bytes: Buffer): string {
  const { mediaType } = JSON.parse(bytes.toString()) as { mediaType?: string }
  return mediaType ?? 'application/octet-stream'
}
