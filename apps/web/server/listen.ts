import { chmod, rm } from 'node:fs/promises'
import type { Server } from 'node:http'

/** Listens on a unix socket that the group (`berth`) may open, in place of one that a killed process left. */
export async function listen(server: Server, socket: string): Promise<void> {
  await rm(socket, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socket, () => {
      server.off('error', reject)
      resolve()
    })
  })
  await chmod(socket, 0o660)
}
