import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** What happens to one answer on its way: nothing, the connection breaks after some bytes, or one byte is wrong. */
export type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'cut'; readonly after: number }
  | { readonly kind: 'flip' }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'slow'; readonly bytesPerTick: number }

export type FaultyDoor = {
  readonly url: string
  /** paths of all requests so far, with the Range that they asked for */
  readonly seen: { path: string; range: string | undefined }[]
  /** decides on each answer; `count` is how often the path was asked for before */
  fault: (path: string, count: number) => Fault
  /** whether a range is passed on: some servers do not know it */
  ranges: boolean
  close(): Promise<void>
}

/** A proxy before a real registry, which breaks what it is told to break. */
export async function openFaultyDoor(target: string): Promise<FaultyDoor> {
  const server = createServer((incoming, outgoing) => pass(door, target, incoming, outgoing))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const door: FaultyDoor = {
    url: `http://127.0.0.1:${address.port}`,
    seen: [],
    fault: () => ({ kind: 'none' }),
    ranges: true,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return door
}

function pass(door: FaultyDoor, target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const path = incoming.url ?? '/'
  const fault = door.fault(path, door.seen.filter((one) => one.path === path).length)
  door.seen.push({ path, range: incoming.headers.range })
  if (fault.kind === 'status') {
    outgoing.writeHead(fault.status).end()
    return
  }
  const { range, ...others } = incoming.headers
  const headers = door.ranges && range ? { ...others, range } : others
  const asked = request(new URL(path, target), { method: incoming.method ?? 'GET', headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    forward(fault, answer, outgoing).catch(() => outgoing.destroy())
  })
  incoming.pipe(asked)
  asked.on('error', () => outgoing.destroy())
}

async function forward(fault: Fault, answer: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  let sent = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    if (fault.kind === 'cut' && sent + chunk.length > fault.after) {
      outgoing.write(chunk.subarray(0, fault.after - sent), () => outgoing.destroy())
      return
    }
    if (fault.kind === 'flip' && sent === 0) chunk[chunk.length - 1] = (chunk.at(-1) ?? 0) ^ 1
    sent += chunk.length
    for (const part of pieces(chunk, fault)) {
      if (!outgoing.write(part)) await once(outgoing, 'drain')
      if (fault.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  outgoing.end()
}

function* pieces(chunk: Buffer, fault: Fault): Generator<Buffer> {
  const size = fault.kind === 'slow' ? fault.bytesPerTick : chunk.length
  for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size)
}
