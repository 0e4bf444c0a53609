import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

export type RedisAddress = {
  readonly at: { readonly path: string } | { readonly host: string; readonly port: number }
  readonly tls: boolean
  /** none: the user `default` */
  readonly username?: string
  readonly password?: string
}

/**
 * What Redis says to PING, without the sign before it: `PONG`, or why not, as `WRONGPASS …` or `LOADING …` while it
 * still reads its data. Throws what the system says when it cannot be reached, and after the time.
 */
export function pingRedis(address: RedisAddress, withinMs = 1_000): Promise<string> {
  return new Promise((resolve, reject) => {
    let replies = ''
    const wanted = address.password === undefined ? 1 : 2
    const socket = open(address)
    const patience = setTimeout(() => socket.destroy(new Error(`no answer in ${withinMs} ms`)), withinMs)
    socket.write(greeting(address))
    socket.on('data', (chunk: Buffer) => {
      replies += chunk.toString()
      const lines = replies.split('\r\n').slice(0, -1)
      const refused = lines.find((line) => line.startsWith('-'))
      if (!refused && lines.length < wanted) return
      resolve((refused ?? lines[wanted - 1] ?? '').slice(1))
      socket.destroy()
    })
    socket.once('error', reject)
    socket.once('close', () => {
      clearTimeout(patience)
      reject(new Error('the connection was closed'))
    })
  })
}

function open({ at, tls }: RedisAddress): Socket {
  if (!tls || 'path' in at) return connectTcp(at)
  return connectTls({ ...at, servername: at.host })
}

function greeting({ username = 'default', password }: RedisAddress): string {
  return (password === undefined ? '' : command('AUTH', username, password)) + command('PING')
}

/** As an array of bulk strings, so that a password may hold any character. Source: Redis serialization protocol. */
function command(...words: readonly string[]): string {
  const bulks = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)
  return `*${words.length}\r\n${bulks.join('')}`
}
