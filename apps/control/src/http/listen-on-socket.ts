import type { Server } from 'node:http'
import { chmod, rm } from 'node:fs/promises'
import { once } from 'node:events'

/** Listens on a unix socket that the group `berth` may open, in place of one that a killed process left. */
export async function listenOnSocket(server: Server, path: string): Promise<void> {
  await rm(path, { force: true })
  server.listen(path)
  await once(server, 'listening')
  await chmod(path, 0o660)
}
