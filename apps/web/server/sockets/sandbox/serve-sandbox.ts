import { accessOf } from '@berth/api'
import { recordAudit } from '@berth/auth'
import { BerthError, toBerthError } from '@berth/core'
import type { Sandbox, SandboxTerminal } from '@berth/db'
import {
  decodeAck,
  encodeAck,
  FRAME,
  presenceSchema,
  type SandboxOpened,
  type SandboxRole,
  sandboxOpenSchema,
  sandboxWatchSchema,
} from '@berth/protocol'
import { notePresence, type SandboxAccess, stillOwns } from '@berth/sandbox'
import { z } from 'zod'
import { answering } from '../answering.ts'
import type { SocketDeps } from '../deps.ts'
import { createInputWindow } from '../input-window.ts'
import { createReplayWatch } from '../replay-watch.ts'
import { showFrame } from '../show-frame.ts'
import type { BerthSocket } from '../socket.ts'
import { createViewing } from '../viewing.ts'
import { serveFiles } from './serve-files.ts'
import type { ShellWish } from './shells.ts'

/** Somebody who sends on without waiting for acknowledgements is cut off here. */
const MAX_OUTSTANDING = 1024 * 1024
const MAX_WAITING = 10_000
const TYPED_MS = 10_000

const bytesSchema = z.instanceof(Uint8Array)
const sizeSchema = z.strictObject({
  cols: z.number().int().min(1).max(1000),
  rows: z.number().int().min(1).max(1000),
})
const ackSchema = z.number().int().min(1).max(0xffff_ffff)

type Size = z.output<typeof sizeSchema>
/** What this socket shows. */
type Seen = { readonly shell: SandboxTerminal; readonly observes: boolean; role: SandboxRole; size: Size }

/** `/sandbox`: one shell of a sandbox, for its owner and for who teaches. */
export function serveSandbox(socket: BerthSocket, deps: SocketDeps): void {
  const { db, log, audience, shells, lane } = deps
  const { actor, ip } = socket.data
  const viewing = createViewing(socket, deps.watchdog)
  const replay = createReplayWatch(socket)
  const access = (id: string) => accessOf({ ...deps, ip }, actor, id)
  const person = actor.token?.id ?? actor.label
  let watched: { readonly id: string; readonly as: SandboxAccess['as'] } | undefined
  let unwatch = () => {}
  let seen: Seen | undefined
  let input = createInputWindow()
  let typedAt = 0

  const stop = deps.watchdog.watch({
    actor,
    uses: () => (watched === undefined || isSeen(watched.id) ? [] : [stillMay(watched.id)]),
    onRevoked: () => socket.disconnect(true),
  })
  socket.on('disconnect', () => {
    stop()
    unwatch()
    replay.end()
    audience.leave(socket)
  })
  serveFiles(socket, deps, access)

  socket.on(
    'watch',
    answering(sandboxWatchSchema, log, async ({ sandbox: id }) => {
      const { as } = await access(id)
      watch(id, as)
      return { as }
    }),
  )
  socket.on(
    'open',
    answering(sandboxOpenSchema, log, (wanted) => lane.run(person, 'goes-on', () => begin(wanted))),
  )
  socket.on(
    'input',
    answering(bytesSchema, log, async (bytes) => {
      const { stream } = viewing
      if (!stream || !seen) throw notOpen()
      if (seen.role !== 'driver') return {} // whoever looks on changes nothing
      const isTooMuch = input.outstanding > MAX_OUTSTANDING || stream.buffered > MAX_OUTSTANDING
      if (isTooMuch || input.waiting > MAX_WAITING) {
        socket.disconnect(true)
        return {}
      }
      if (audience.isOtherSize(seen.shell.execId, seen.size)) resize(seen.size) // the size is that of who types
      stream.send(FRAME.data, bytes)
      input.sent(bytes.length)
      await Promise.all([input.room(), noteTyped(seen.shell.sandboxId)])
      return {}
    }),
  )
  socket.on(
    'resize',
    answering(sizeSchema, log, async (size) => {
      if (!seen) throw notOpen()
      seen.size = size
      if (seen.role === 'driver') resize(size)
      return {}
    }),
  )
  socket.on(
    'ack',
    answering(ackSchema, log, async (bytes) => {
      // for who looks on it is said as soon as it comes: a slow link of theirs does not slow the driver down
      if (seen?.role === 'driver') viewing.stream?.send(FRAME.ack, encodeAck(bytes))
      return {}
    }),
  )
  socket.on(
    'presence',
    answering(presenceSchema, log, async ({ visible }) => {
      if (!watched) throw new BerthError('input.invalid', 'watch a sandbox first')
      if (watched.as === 'owner') await note(watched.id, { seen: visible, typed: false })
      return {}
    }),
  )

  async function begin(wanted: z.output<typeof sandboxOpenSchema>): Promise<SandboxOpened> {
    const found = await access(wanted.sandbox)
    const { sandbox, as } = found
    const observes = wanted.observe ?? false
    const role = roleOf(found, observes)
    const size = { cols: wanted.cols, rows: wanted.rows }
    if (as === 'teacher') await noteTeacher(sandbox, wanted.number)
    const wish = { sandbox, number: wanted.number, container: wanted.container, size, by: actor.label }
    seen = undefined
    replay.end()
    const askedAt = new Date()
    const shell = await open({ ...wish, mayStart: role === 'driver' }, role, size)
    seen = { shell, observes, role, size }
    watch(sandbox.id, as)
    sit(as)
    if (role === 'driver') audience.resized(socket, size)
    replay.joined(shell.createdAt >= askedAt)
    const { execId, containerId, container, number } = shell
    return { execId, containerId, container, number, role, size: audience.sizeOf(execId) ?? size }
  }

  /** A shell that has ended meanwhile gives way to a new one, once. */
  async function open(wish: ShellWish, role: SandboxRole, size: Size): Promise<SandboxTerminal> {
    const shell = await shells.find(wish)
    try {
      await join(shell, role, size)
      return shell
    } catch (thrown) {
      if (!hasEnded(thrown)) throw thrown
      await shells.ended(shell)
      const next = await shells.find(wish)
      await join(next, role, size)
      return next
    }
  }

  async function join(shell: SandboxTerminal, role: SandboxRole, size: Size): Promise<void> {
    const { tenantId, containerId, execId, sandboxId } = shell
    const window = createInputWindow()
    input = window
    // without a size: as large as its driver made it
    const ws = deps.control.attach({ tenantId, containerId, execId, ...(role === 'driver' ? size : {}) })
    await viewing.open(ws, stillMay(sandboxId), (frame) => {
      if (frame.kind === FRAME.ack) window.acked(decodeAck(frame.payload))
      if (frame.kind === FRAME.data && (seen?.role ?? role) !== 'driver') {
        viewing.stream?.send(FRAME.ack, encodeAck(frame.payload.length))
      }
      if (frame.kind === FRAME.end) audience.leave(socket)
      showFrame(socket, frame)
      replay.came()
    })
  }

  function watch(id: string, as: SandboxAccess['as']): void {
    if (watched?.id !== id) {
      unwatch()
      unwatch = socket.connected ? deps.sandboxes.watch(id, () => void changed(id)) : () => {}
    }
    watched = { id, as }
  }

  /** Who may drive is its owner's to change at any moment. */
  async function changed(id: string): Promise<void> {
    socket.emit('changed')
    if (!seen) return
    try {
      follow(await access(id))
    } catch (error) {
      // the watchdog ends what is not allowed any more; until then nobody drives who cannot be judged
      log.debug({ err: error }, 'the role at a sandbox could not be looked up')
      seen.role = 'observer'
    }
  }

  function follow(now: SandboxAccess): void {
    if (seen?.shell.sandboxId !== now.sandbox.id) return
    const role = roleOf(now, seen.observes)
    if (role === seen.role) return
    seen.role = role
    socket.emit('role', role)
    sit(now.as)
  }

  function roleOf({ sandbox, as }: SandboxAccess, observes: boolean): SandboxRole {
    const mayDrive = as === 'owner' || (actor.kind === 'user' && sandbox.driverId === actor.userId)
    return mayDrive && !observes ? 'driver' : 'observer'
  }

  function sit(as: SandboxAccess['as']): void {
    if (!seen || !socket.connected) return
    const { shell, role } = seen
    const userId = actor.kind === 'user' ? actor.userId : actor.token.id
    const name = (actor.kind === 'user' ? actor.name : null) ?? actor.label
    const { sandboxId, execId } = shell
    audience.sit(socket, { sandboxId, execId, viewer: { userId, name, as, role } })
  }

  function resize(size: Size): void {
    viewing.stream?.send(FRAME.resize, Buffer.from(JSON.stringify(size)))
    audience.resized(socket, size)
  }

  /** What is seen is asked for with its stream. */
  function isSeen(id: string): boolean {
    return viewing.stream !== undefined && seen?.shell.sandboxId === id
  }

  /** A student, whose role does not depend on anybody's consent; of those there are many. */
  async function isStillOwn(id: string): Promise<boolean> {
    if (watched?.id !== id || watched.as !== 'owner' || actor.kind !== 'user' || actor.token !== null)
      return false
    if (seen && seen.role !== (seen.observes ? 'observer' : 'driver')) return false
    return stillOwns(db, actor.userId, id)
  }

  function stillMay(id: string): () => Promise<boolean> {
    return async () => {
      try {
        if (await isStillOwn(id)) return true
        follow(await access(id)) // a call of what changed may have been missed
        return true
      } catch (thrown) {
        if (toBerthError(thrown).code === 'sandbox.not_found') return false
        throw thrown // the database is away: nobody can be judged
      }
    }
  }

  async function noteTyped(id: string): Promise<void> {
    if (Date.now() - typedAt < TYPED_MS) return
    typedAt = Date.now()
    await note(id, { seen: true, typed: true })
  }

  async function note(id: string, what: { seen: boolean; typed: boolean }): Promise<void> {
    await notePresence(db, id, { ...what, now: new Date() })
  }

  /** Whoever looks into somebody else's work is written down. */
  async function noteTeacher({ id, tenantId }: Sandbox, number: number): Promise<void> {
    await recordAudit(db, {
      ...{ tenantId, by: actor.label, action: 'sandbox.opened', target: id, outcome: 'allowed', ip },
      data: { number },
    })
  }
}

function hasEnded(thrown: unknown): boolean {
  const { code } = toBerthError(thrown)
  return code === 'container.not_running' || code === 'container.not_found'
}

function notOpen(): BerthError {
  return new BerthError('container.not_running', 'there is no open terminal here: open one first')
}
