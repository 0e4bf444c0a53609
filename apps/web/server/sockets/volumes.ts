import type { AccessRequest } from '@berth/auth'
import { recordAudit } from '@berth/auth'
import { BerthError } from '@berth/core'
import { type Db, forTenant, recordEvent } from '@berth/db'
import { encodeAck, FRAME, volumeExportSchema, volumeImportSchema } from '@berth/protocol'
import { z } from 'zod'
import { answering } from './answering.ts'
import type { SocketDeps } from './deps.ts'
import { serveInput } from './serve-input.ts'
import { showFrame } from './show-frame.ts'
import type { BerthSocket } from './socket.ts'
import { createViewing } from './viewing.ts'

const ackSchema = z.number().int().min(1).max(0xffff_ffff)

/**
 * `/volumes`: what a volume holds, as an archive, out and in. Whoever may read the files of an app may read those of a
 * volume; who may bring a snapshot back may bring an archive in.
 */
export function serveVolumes(socket: BerthSocket, deps: SocketDeps): void {
  const { auth, control, db, log, watchdog } = deps
  const { actor, ip } = socket.data
  const viewing = createViewing(socket, watchdog)
  socket.on(
    'export',
    answering(volumeExportSchema, log, async ({ tenant: name, volume }) => {
      const use: AccessRequest = { actor, tenant: name, permission: 'app:exec', target: {}, ip }
      const { tenant } = await auth.authorize(use)
      const volumeId = await findVolume(db, tenant.id, volume)
      const told = { tenantId: tenant.id, by: actor.label }
      await recordAudit(db, { ...told, action: 'volume.exported', target: volume, outcome: 'allowed', ip })
      const ws = control.exportVolume({ tenantId: tenant.id, volumeId })
      await viewing.open(ws, use, (frame) => showFrame(socket, frame))
      const message = `volume ${volume} is copied into a file`
      await db.$transaction((tx) =>
        recordEvent(tx, { ...told, type: 'volume.exported', message, data: { volume } }),
      )
      return {}
    }),
  )
  const incoming = serveInput(socket, log, () => {
    if (viewing.stream !== undefined) return viewing.stream
    throw new BerthError('input.invalid', 'no archive is coming in here: ask for an import first')
  })
  socket.on(
    'import',
    answering(volumeImportSchema, log, async ({ tenant: name, volume, bytes }) => {
      const use: AccessRequest = { actor, tenant: name, permission: 'app:deploy', target: {}, ip }
      const { tenant } = await auth.authorize(use)
      const volumeId = await findVolume(db, tenant.id, volume)
      const asked = {
        tenantId: tenant.id,
        volumeId,
        by: actor.label,
        ip,
        ...(bytes !== undefined && { bytes }),
      }
      const take = incoming.begin()
      await viewing.open(control.importVolume(asked), use, (frame) => {
        take(frame)
        showFrame(socket, frame)
      })
      return {}
    }),
  )
  socket.on(
    'ack',
    answering(ackSchema, log, async (bytes) => (viewing.stream?.send(FRAME.ack, encodeAck(bytes)), {})),
  )
}

async function findVolume(db: Db, tenantId: string, name: string): Promise<string> {
  const found = await forTenant(db, tenantId).volume.findFirst({
    where: { name, deletedAt: null },
    select: { id: true },
  })
  if (found) return found.id
  throw new BerthError('volume.not_found', `there is no volume "${name}"`, { details: { volume: name } })
}
