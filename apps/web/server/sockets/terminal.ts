import { type AccessRequest, recordAudit } from '@berth/auth'
import { BerthError } from '@berth/core'
import { encodeAck, type FileJob, FRAME, type TerminalOpened, terminalOpenSchema } from '@berth/protocol'
import { z } from 'zod'
import { answering } from './answering.ts'
import type { SocketDeps } from './deps.ts'
import { findKept, findRunning } from './find-containers.ts'
import { createReplayWatch } from './replay-watch.ts'
import { serveInput } from './serve-input.ts'
import type { BerthSocket } from './socket.ts'
import { showFrame } from './show-frame.ts'
import { startCommit } from './start-commit.ts'
import { createViewing } from './viewing.ts'

const LOGIN_SHELL = ['/bin/sh', '-l']

const sizeSchema = z.strictObject({
  cols: z.number().int().min(1).max(1000),
  rows: z.number().int().min(1).max(1000),
})
const ackSchema = z.number().int().min(1).max(0xffff_ffff)

/** `/terminal`: one command in a container, or one's way back to it. The command outlives this socket. */
export function serveTerminal(socket: BerthSocket, deps: SocketDeps): void {
  const { auth, watchdog, log } = deps
  const { actor } = socket.data
  const viewing = createViewing(socket, watchdog)
  const current = () => {
    if (viewing.stream !== undefined) return viewing.stream
    throw new BerthError('container.not_running', 'there is no open terminal here: open one first')
  }
  const incoming = serveInput(socket, log, current)
  const replay = createReplayWatch(socket)
  socket.on('disconnect', () => replay.end())
  socket.on(
    'open',
    answering(terminalOpenSchema, log, async (wanted) => {
      const use: AccessRequest = {
        actor,
        tenant: wanted.tenant,
        permission: 'app:exec',
        target: { app: wanted.app },
        ip: socket.data.ip,
      }
      const { tenant } = await auth.authorize(use)
      const opened = await openExec(socket, deps, tenant, wanted)
      const take = incoming.begin()
      const { cols, rows } = wanted
      const size = wanted.tty ? { cols, rows } : {}
      const { execId, containerId } = opened
      const ws = deps.control.attach({ tenantId: tenant.id, containerId, execId, ...size })
      replay.end()
      await viewing.open(ws, use, (frame) => {
        take(frame)
        showFrame(socket, frame)
        replay.came()
      })
      replay.joined(wanted.execId === undefined)
      return opened
    }),
  )
  socket.on(
    'resize',
    answering(
      sizeSchema,
      log,
      async (size) => (current().send(FRAME.resize, Buffer.from(JSON.stringify(size))), {}),
    ),
  )
  socket.on(
    'ack',
    answering(ackSchema, log, async (bytes) => (viewing.stream?.send(FRAME.ack, encodeAck(bytes)), {})),
  )
}

/** The session that was asked for by its id, or a new one, which is written into the audit. */
async function openExec(
  socket: BerthSocket,
  deps: SocketDeps,
  tenant: { id: string; name: string },
  wanted: z.output<typeof terminalOpenSchema>,
): Promise<TerminalOpened> {
  const { app, execId, files, commit } = wanted
  const tenantId = tenant.id
  if (execId !== undefined && wanted.containerId === undefined) {
    throw new BerthError('input.invalid', 'to go on with a shell, name its containerId too')
  }
  const find = commit !== undefined || files?.kind === 'changes' ? findKept : findRunning
  const containerId = await find(deps.db, { tenantId, app, containerId: wanted.containerId })
  const tty = wanted.tty && files === undefined && commit === undefined
  if (execId !== undefined) return { execId, containerId, tty }
  if (commit !== undefined) {
    const started = await startCommit(socket, deps, { tenant, app, containerId, commit })
    return { execId: started.execId, containerId, tty }
  }
  const by = socket.data.actor.label
  const argv = wanted.argv ?? LOGIN_SHELL
  await recordAudit(deps.db, {
    tenantId,
    by,
    ...(files
      ? {
          action: files.kind === 'changes' ? 'app.diff' : 'app.copy',
          data: { containerId, direction: files.kind, ...pathOf(files) },
        }
      : {
          action: 'app.exec',
          data: { containerId, argv: argv.slice(0, 20).map((word) => word.slice(0, 200).toWellFormed()) },
        }),
    target: app,
    outcome: 'allowed',
    ip: socket.data.ip,
  })
  const size = tty ? { cols: wanted.cols ?? 80, rows: wanted.rows ?? 24 } : {}
  const started = await (files
    ? deps.control.copy({ tenantId, by, containerId, job: files })
    : deps.control.exec({ tenantId, by, exec: { containerId, argv, tty, ...size } }))
  return { execId: started.execId, containerId, tty }
}

function pathOf(files: FileJob): { path?: string } {
  return 'path' in files ? { path: files.path.slice(0, 200).toWellFormed() } : {}
}
