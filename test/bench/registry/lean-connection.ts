import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export type Answer = { readonly status: number; readonly location: string }

/**
 * One kept connection, one request at a time, of which only the status, the way and the length are read. Why not
 * `node:http`: it costs as much as a fast answer, and so hides how much faster one registry is than another.
 */
export type LeanConnection = {
  /** Resolves when the whole answer has come. */
  ask(head: string, body?: Uint8Array): Promise<Answer>
  close(): void
}

const END_OF_HEAD = '\r\n\r\n'

export async function openConnection(url: string): Promise<LeanConnection> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  return {
    ask(head, body) {
      const answer = readAnswer(socket)
      socket.write(head)
      if (body) socket.write(body)
      return answer
    },
    close: () => socket.destroy(),
  }
}

function readAnswer(socket: Socket): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let head = ''
    let left: number | undefined
    const take = (chunk: Buffer) => {
      if (left !== undefined) return count(chunk.length)
      const before = head.length
      head += chunk.toString('latin1')
      const end = head.indexOf(END_OF_HEAD)
      if (end < 0) return
      left = Number(field('content-length', head.slice(0, end)) || Number.NaN)
      count(chunk.length - (end + END_OF_HEAD.length - before))
      head = head.slice(0, end)
    }
    const count = (bytes: number) => {
      left = (left ?? 0) - bytes
      if (left > 0) return
      stop()
      if (left === 0) resolve({ status: Number(head.slice(9, 12)), location: field('location', head) })
      else reject(new Error(`an answer of another length than it says: ${head}`))
    }
    const fail = (error?: Error | boolean) => {
      stop()
      reject(
        error instanceof Error ? error : new Error('the connection was closed before the answer had come'),
      )
    }
    const stop = () => socket.off('data', take).off('error', fail).off('close', fail)
    socket.on('data', take).on('error', fail).on('close', fail)
  })
}

function field(name: string, head: string): string {
  return new RegExp(`\\r\\n${name}: *([^\\r]*)`, 'i').exec(head)?.[1] ?? ''
}
