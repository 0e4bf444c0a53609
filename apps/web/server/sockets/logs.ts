import type { AccessRequest } from '@berth/auth'
import { encodeAck, FRAME, type Frame, logsOpenSchema } from '@berth/protocol'
import { z } from 'zod'
import { answering } from './answering.ts'
import type { SocketDeps } from './deps.ts'
import { findLogged } from './find-containers.ts'
import type { BerthSocket } from './socket.ts'
import { parseEnd } from './stream-end.ts'
import { createViewing } from './viewing.ts'

const ackSchema = z.number().int().min(1).max(0xffff_ffff)

/** `/logs`: lines of an app's containers, as they were and as they come. */
export function serveLogs(socket: BerthSocket, deps: SocketDeps): void {
  const { auth, db, control, watchdog, log } = deps
  const { actor, ip } = socket.data
  const viewing = createViewing(socket, watchdog)
  socket.on(
    'open',
    answering(logsOpenSchema, log, async ({ tenant: name, history = false, ...asked }) => {
      const { app, process, containerId, release, instance, ...query } = asked
      const use: AccessRequest = { actor, tenant: name, permission: 'app:read', target: { app }, ip }
      const { tenant } = await auth.authorize(use)
      const which = { process, containerId, release, instance }
      const { appId, containerIds, missing } = await findLogged(db, { tenantId: tenant.id, app, ...which })
      if (missing && !history) throw missing
      if (containerIds.length === 0 && !history) {
        viewing.end()
        socket.emit('end', { kind: 'closed' })
        return {}
      }
      const kept = history ? { appId, ...which } : undefined
      const ws = control.logs({ tenantId: tenant.id, query: { ...query, containerIds }, kept })
      await viewing.open(ws, use, (frame) => relay(socket, frame))
      return {}
    }),
  )
  socket.on(
    'ack',
    answering(ackSchema, log, async (bytes) => (viewing.stream?.send(FRAME.ack, encodeAck(bytes)), {})),
  )
  socket.on(
    'close',
    answering(z.unknown(), log, async () => (viewing.end(), {})),
  )
}

function relay(socket: BerthSocket, { kind, payload }: Frame): void {
  if (kind === FRAME.end) return void socket.emit('end', parseEnd(payload))
  if (kind !== FRAME.data) return
  const lines = parseLines(payload)
  if (lines !== undefined) socket.emit('lines', lines, payload.length)
}

/** A node is not trusted: a frame that is no JSON is passed over. */
function parseLines(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'))
  } catch {
    return undefined
  }
}
