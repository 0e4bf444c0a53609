import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError, formatBytes } from '@berth/core'
import type { VolumeView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { createProgress } from '../files/progress.ts'
import { runVolumeImport } from '../live/copy.ts'
import { printJson, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'

const LOOK_MS = 500
/** Its app is stopped first, which takes as long as its grace says. */
const WAIT_MS = 300_000

/** What an archive holds takes the place of what the volume holds; `-`: standard input. */
export async function importVolume(volume: string, file: string, options: SessionOptions): Promise<void> {
  if (file === '-' && process.stdin.isTTY)
    throw new UsageError(`the archive is no text: berth volumes import ${volume} ${volume}.tar`)
  const session = await openSession(options)
  const target = { tenant: await session.tenant(), volume }
  const bytes = await unpackedBytes(file)
  const progress = createProgress()
  const code = await runVolumeImport(session, bytes === undefined ? target : { ...target, bytes }, {
    input: progress.through(file === '-' ? process.stdin : createReadStream(file)),
    note: say,
  })
  progress.end()
  if (code !== 0) {
    process.exitCode = code
    return
  }
  say(`${formatBytes(progress.bytes)} arrived: they take the place of what ${volume} holds`)
  const view = await waitUntilIn(session, target)
  if (options.json) return printJson(view)
  const kept = view.snapshots.find(({ origin }) => origin === 'before-restore')?.number
  say(`volume ${volume} holds what the archive has; what it held before is snapshot ${kept ?? '-'}`)
}

/** Of a plain archive: its own length. What is packed says nothing of it. */
async function unpackedBytes(file: string): Promise<number | undefined> {
  if (file === '-') return undefined
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const magic = Buffer.alloc(5)
    const { bytesRead } = await handle.read(magic, 0, magic.length, TAR_MAGIC_AT)
    return bytesRead === magic.length && magic.toString() === 'ustar' ? size : undefined
  } finally {
    await handle.close()
  }
}

const TAR_MAGIC_AT = 257

/** Error: protocol.timeout, with what the node said of it; it goes on without us. */
export async function waitUntilIn(
  { api }: Session,
  target: { readonly tenant: string; readonly volume: string },
): Promise<VolumeView> {
  const until = Date.now() + WAIT_MS
  for (;;) {
    const view = await api.volumes.get.query(target)
    const isComing = view.snapshots.some(({ origin, state }) => origin === 'import' && state !== 'removing')
    if (view.state === 'ready' && !isComing) return view
    if (Date.now() > until) {
      const why = view.problem ?? 'its app has not stopped yet'
      throw new BerthError('protocol.timeout', `volume ${view.name}: ${why}; it is done when that is mended`)
    }
    await sleep(LOOK_MS)
  }
}
