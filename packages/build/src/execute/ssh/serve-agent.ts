import { once } from 'node:events'
import { chmod, chown, type FileHandle, mkdir, open } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { createTurns } from '@berth/core'
import type { AgentKey } from '../../ssh/agent-key.ts'
import { answerAgent } from './agent-protocol.ts'

/** As OpenSSH's own agent has it (AGENT_MAX_LEN). */
const MAX_MESSAGE = 256 * 1024
/** at once, of one socket: each holds a message at most */
const MAX_CONNECTIONS = 16
/** Between two answers of one socket: who asks without end does not keep the node busy. */
const PAUSE_MS = 5
const NAME = 'agent.sock'

type Answer = (message: Buffer) => Promise<Buffer>

/** Who may open the socket, in ids of the container. */
type Owner = { readonly mode: number; readonly uid: number; readonly gid: number }

export type ServedAgent = { readonly path: string; close(): Promise<void> }

/** An agent's socket in a folder that is made for it; `close` ends it and all who are connected. */
export async function serveAgent(options: {
  readonly folder: string
  readonly keys: readonly AgentKey[]
  readonly owner: Owner
}): Promise<ServedAgent> {
  const { folder, keys, owner } = options
  const turns = createTurns({ all: 1 })
  const answer: Answer = (message) =>
    turns.run(NAME, async () => {
      await pause(PAUSE_MS)
      return answerAgent(message, keys)
    })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const place = await open(folder)
  const listening = await listen(place, answer)
  const path = join(folder, NAME)
  await chown(path, owner.uid, owner.gid)
  await chmod(path, owner.mode)
  return {
    path,
    async close() {
      await listening.close()
      await place.close() // its end removes the socket by the same address
    },
  }
}

/** By a descriptor of its folder: an address of a socket has at most 107 bytes, and the folder may lie deep. */
async function listen(place: FileHandle, answer: Answer): Promise<{ close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    // whoever asked went away, or sent more than a message may have: there is nobody to tell
    converse(socket, answer).catch(() => socket.destroy())
  })
  server.maxConnections = MAX_CONNECTIONS
  server.listen(`/proc/self/fd/${place.fd}/${NAME}`)
  await once(server, 'listening')
  return {
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** One answer after the other: nothing more is read meanwhile, or while nobody reads the answers. */
function converse(socket: Socket, answer: Answer): Promise<void> {
  return pipeline(
    socket,
    async function* (chunks: AsyncIterable<Buffer>) {
      let pending: Buffer = Buffer.alloc(0)
      for await (const chunk of chunks) {
        pending = Buffer.concat([pending, chunk])
        for (let message = first(pending); message !== undefined; message = first(pending)) {
          pending = pending.subarray(4 + message.length)
          yield framed(await answer(message))
        }
      }
    },
    socket,
  )
}

/** Undefined until it is whole. Error: RangeError. */
function first(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 4) return undefined
  const length = bytes.readUInt32BE()
  if (length > MAX_MESSAGE) throw new RangeError('a message to an agent is too long')
  return bytes.length < 4 + length ? undefined : bytes.subarray(4, 4 + length)
}

function framed(body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([length, body])
}
