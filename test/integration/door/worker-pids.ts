import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

/** Pids of the current workers, as HAProxy's master lists them. */
export async function haproxyWorkers(masterSocket: string): Promise<number[]> {
  const socket = connect({ path: masterSocket, allowHalfOpen: true })
  socket.end('show proc\n')
  const [current = ''] = (await text(socket)).split('# old workers')
  return [...current.matchAll(/^(\d+)\s+worker/gm)].map(([, pid]) => Number(pid))
}
