import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { VolumeView } from '@berth/protocol'
import { given } from '../arguments/given.ts'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { restoreBackup } from './volume-backups.ts'

const LOOK_MS = 500
/** A node that is away does it when it is back. */
const WAIT_MS = 120_000

export async function snapshotVolume(volume: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const asked = await session.api.volumes.snapshot.mutate({ tenant, volume })
  const number = asked.snapshots[0]?.number
  const isReady = ({ snapshots }: VolumeView) =>
    snapshots.find((snapshot) => snapshot.number === number)?.state === 'ready'
  const view = await waitFor(session, { tenant, volume }, isReady)
  if (options.json) return printJson(view)
  say(`snapshot ${number} of ${volume} is made`)
}

export async function scheduleSnapshots(
  volume: string,
  text: string,
  options: SessionOptions & { readonly keep?: number },
): Promise<void> {
  const every = everyOf(text)
  const session = await openSession(options)
  const asked = { tenant: await session.tenant(), volume, every, ...given({ keep: options.keep }) }
  const view = await session.api.volumes.schedule.mutate(asked)
  if (options.json) return printJson(view)
  say(
    view.schedule
      ? `${view.schedule.every} snapshots of ${volume}, of which the newest ${view.schedule.keep} stay`
      : `snapshots of ${volume} are made only when asked for`,
  )
}

function everyOf(text: string): 'daily' | 'weekly' | null {
  if (text === 'daily' || text === 'weekly') return text
  if (text === 'off') return null
  throw new UsageError(`"${text}" is no schedule: daily, weekly or off`)
}

/** A snapshot by its number, or a backup by its id. */
export async function restoreVolume(
  volume: string,
  text: string | undefined,
  options: SessionOptions & { readonly backup?: string },
): Promise<void> {
  const { backup } = options
  if ((backup === undefined) === (text === undefined))
    throw new UsageError(`name a snapshot or a backup: berth volumes restore ${volume} 3, or --backup bak_…`)
  if (backup !== undefined) return restoreBackup(volume, backup, options)
  const snapshot = snapshotNumber(volume, text ?? '')
  const session = await openSession(options)
  const tenant = await session.tenant()
  await session.api.volumes.restore.mutate({ tenant, volume, snapshot })
  const view = await waitFor(session, { tenant, volume }, ({ state }) => state !== 'restoring')
  if (options.json) return printJson(view)
  const kept = view.snapshots.find(({ origin }) => origin === 'before-restore')?.number
  say(`volume ${volume} holds what snapshot ${snapshot} has; what it held before is snapshot ${kept ?? '-'}`)
}

export async function forgetSnapshot(volume: string, text: string, options: SessionOptions): Promise<void> {
  const snapshot = snapshotNumber(volume, text)
  const session = await openSession(options)
  const tenant = await session.tenant()
  const view = await session.api.volumes.deleteSnapshot.mutate({ tenant, volume, snapshot })
  if (options.json) return printJson(view)
  say(`snapshot ${snapshot} of ${volume} is removed`)
}

function snapshotNumber(volume: string, text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw new UsageError(`"${text}" is no snapshot: see berth volumes info ${volume}`)
}

/** Error: protocol.timeout, with what the node said of it; it goes on without us. */
async function waitFor(
  { api }: Session,
  target: { readonly tenant: string; readonly volume: string },
  isDone: (volume: VolumeView) => boolean,
): Promise<VolumeView> {
  const until = Date.now() + WAIT_MS
  for (;;) {
    const view = await api.volumes.get.query(target)
    if (isDone(view)) return view
    if (Date.now() > until) {
      const why = view.problem ?? 'its node has not answered yet'
      throw new BerthError('protocol.timeout', `volume ${view.name}: ${why}; it is done when that is mended`)
    }
    await sleep(LOOK_MS)
  }
}
