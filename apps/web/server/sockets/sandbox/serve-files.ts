import { BerthError } from '@berth/core'
import {
  sandboxChangeSchema,
  sandboxListSchema,
  sandboxReadSchema,
  sandboxWriteSchema,
} from '@berth/protocol'
import type { SandboxAccess } from '@berth/sandbox'
import { answering } from '../answering.ts'
import type { SocketDeps } from '../deps.ts'
import type { BerthSocket } from '../socket.ts'
import { createFileAudit, type FileAct } from './file-audit.ts'
import { containerOf } from './shells.ts'

type Asked = { readonly sandbox: string; readonly container: string }

/** Files of a sandbox: who teaches reads them, and changes them only while its owner lets them drive. */
export function serveFiles(
  socket: BerthSocket,
  { db, control, log }: SocketDeps,
  access: (id: string) => Promise<SandboxAccess>,
): void {
  const { actor, ip } = socket.data
  const note = createFileAudit({ db, by: actor.label, ip })

  const placeOf = async ({ sandbox: id, container }: Asked, act: FileAct, path: string) => {
    const { sandbox, as } = await access(id)
    const changes = act === 'file_changed'
    const drives = as === 'owner' || (actor.kind === 'user' && sandbox.driverId === actor.userId)
    if (changes && !drives) throw new BerthError('auth.forbidden', 'its owner does not let you change it')
    const { id: containerId, lab } = await containerOf(db, sandbox, container)
    if (as === 'teacher') await note(sandbox, { act, container: lab.name, path })
    const place = { containerId, ...(lab.user === null ? {} : { user: lab.user }) }
    return { tenantId: sandbox.tenantId, place }
  }

  socket.on(
    'list',
    answering(sandboxListSchema, log, async ({ path, ...asked }) => {
      const { tenantId, place } = await placeOf(asked, 'files_listed', path)
      return control.files.list(tenantId, { ...place, path })
    }),
  )
  socket.on(
    'read',
    answering(sandboxReadSchema, log, async ({ path, maxBytes, ...asked }) => {
      const { tenantId, place } = await placeOf(asked, 'file_read', path)
      return control.files.read(tenantId, { ...place, path, maxBytes })
    }),
  )
  socket.on(
    'write',
    answering(sandboxWriteSchema, log, async ({ path, content, unlessChanged, ...asked }) => {
      const { tenantId, place } = await placeOf(asked, 'file_changed', path)
      return control.files.write(tenantId, {
        ...{ ...place, path, content: Buffer.from(content).toString('base64') },
        ...(unlessChanged === undefined ? {} : { unlessChanged }),
      })
    }),
  )
  socket.on(
    'change',
    answering(sandboxChangeSchema, log, async ({ change, ...asked }) => {
      const { tenantId, place } = await placeOf(asked, 'file_changed', change.path)
      return control.files.change(tenantId, { ...place, change })
    }),
  )
}
