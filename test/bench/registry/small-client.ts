import { sha256, withDigest } from './client.ts'
import type { Contestant } from './contestants.ts'
import { type Answer, type LeanConnection, openConnection } from './lean-connection.ts'

/** Pushes and pulls blobs over so many connections, each of them asked one thing at a time. */
export type SmallClient = {
  /** The digest of what was pushed. */
  push(bytes: Uint8Array): Promise<string>
  pull(digest: string): Promise<void>
  close(): void
}

export async function openSmallClient(contestant: Contestant, connections: number): Promise<SmallClient> {
  const { url, repository, name } = contestant
  const authorization = await contestant.authorization()
  const all = await Promise.all(Array.from({ length: connections }, () => openConnection(url)))
  const free = [...all]
  const { host } = new URL(url)

  return {
    async push(bytes) {
      const digest = sha256(bytes)
      const { location } = await ask('POST', `/v2/${repository}/blobs/uploads/`, 202)
      const { pathname, search } = new URL(location, url)
      await ask('PUT', withDigest(`${pathname}${search}`, digest), 201, bytes)
      return digest
    },
    pull: async (digest) => void (await ask('GET', `/v2/${repository}/blobs/${digest}`, 200)),
    close() {
      for (const connection of all) connection.close()
    },
  }

  async function ask(method: string, path: string, wanted: number, body?: Uint8Array): Promise<Answer> {
    const type = body ? 'Content-Type: application/octet-stream\r\n' : ''
    const head = `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${authorization}\r\n${type}Content-Length: ${body?.length ?? 0}\r\n\r\n`
    const connection = take()
    const answer = await connection.ask(head, body)
    free.push(connection)
    if (answer.status === wanted) return answer
    throw new Error(`${name}: ${method} ${path} answered ${answer.status}`)
  }

  function take(): LeanConnection {
    const connection = free.pop()
    if (!connection) throw new Error('more is asked for at once than there are connections')
    return connection
  }
}
