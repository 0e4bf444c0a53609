import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError, formatBytes } from '@berth/core'
import type { VolumeBackupsView, VolumeTransferView } from '@berth/protocol'
import { given } from '../arguments/given.ts'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'

const LOOK_MS = 1000

export async function backUpVolume(volume: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const target = { tenant: await session.tenant(), volume }
  const begun = await session.api.backups.start.mutate(target)
  const view = await follow(session, target, begun)
  if (options.json) return printJson(view)
  const [made] = view.backups
  say(`backup ${made?.id ?? ''} of ${volume}: ${formatBytes(made?.storedBytes ?? 0)} are in the bucket`)
}

/** Into a volume that is there, or that is made by it. */
export async function restoreBackup(volume: string, backup: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const target = { tenant: await session.tenant(), volume }
  const volumes = await session.api.volumes.list.query({ tenant: target.tenant })
  const isNew = !volumes.some(({ name, state }) => name === volume && state !== 'deleted')
  await follow(session, target, await session.api.backups.restore.mutate({ ...target, backup }))
  const { waitUntilIn } = await import('./import-volume.ts')
  const view = await waitUntilIn(session, target)
  if (options.json) return printJson(view)
  if (isNew) return say(`volume ${volume} was made, and holds what the backup has`)
  const kept = view.snapshots.find(({ origin }) => origin === 'before-restore')?.number
  say(`volume ${volume} holds what the backup has; what it held before is snapshot ${kept ?? '-'}`)
}

export async function scheduleBackups(
  volume: string,
  every: string,
  options: SessionOptions & { readonly keep?: number },
): Promise<void> {
  if (every !== 'daily' && every !== 'weekly' && every !== 'off')
    throw new UsageError(`"${every}" is no schedule: daily, weekly or off`)
  const session = await openSession(options)
  const { schedule } = await session.api.backups.schedule.mutate({
    ...{ tenant: await session.tenant(), volume, every: every === 'off' ? null : every },
    ...given({ keep: options.keep }),
  })
  if (options.json) return printJson(schedule)
  say(
    schedule
      ? `${schedule.every} backups of ${volume}, of which the newest ${schedule.keep} stay`
      : `backups of ${volume} are made only when asked for`,
  )
}

/** Tells how far it is; whoever leaves does not end it. Error: backup.…, with why it failed. */
async function follow(
  { api }: Session,
  target: { readonly tenant: string; readonly volume: string },
  begun: VolumeBackupsView,
): Promise<VolumeBackupsView> {
  const id = begun.transfers[0]?.id
  let told = ''
  for (let view = begun; ; view = await api.backups.list.query(target)) {
    const transfer = view.transfers.find((one) => one.id === id)
    if (!transfer) throw new BerthError('volume.not_found', `volume ${target.volume} was deleted meanwhile`)
    if (transfer.state === 'done') return view
    if (transfer.state === 'failed')
      throw new BerthError('backup.unreachable', `the ${transfer.kind} failed: ${transfer.reason ?? ''}`)
    const line = lineOf(transfer)
    if (line !== told) say(line)
    told = line
    await sleep(LOOK_MS)
  }
}

function lineOf({ state, reason, movedBytes, totalBytes }: VolumeTransferView): string {
  if (state === 'waiting') return reason === null ? 'waiting for its turn' : `waiting: ${reason}`
  const of = totalBytes > 0 ? ` of about ${formatBytes(totalBytes)}` : ''
  return `${formatBytes(movedBytes)}${of} moved`
}
